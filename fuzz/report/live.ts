/** A few lines that are drawn anew in place, below what scrolls. For a terminal only. */

import { rendered } from './paint.ts';

const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';

export class LiveBlock {
  readonly #stream: NodeJS.WriteStream;
  #lines = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  /** Replaces the block. Lines that are too wide would wrap and be counted wrongly: they are cut, escapes not counted. */
  draw(block: readonly string[]): void {
    this.#stream.write(`${BEGIN}${this.#up()}${block.map((line) => cut(rendered(line), this.#stream.columns ?? 80)).join('\n')}\n${END}`);
    this.#lines = block.length;
  }

  /** Takes the block away, so that what is written next stands in its place. */
  clear(): void {
    if (this.#lines > 0) this.#stream.write(this.#up());
    this.#lines = 0;
  }

  #up(): string {
    return this.#lines > 0 ? `\x1b[${this.#lines}A\x1b[J` : '';
  }
}

function cut(line: string, width: number): string {
  let seen = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
  return line.replace(/\x1b\[[0-9;]*m|./gu, (part) => (part.startsWith('\x1b') || ++seen < width ? part : ''));
}
