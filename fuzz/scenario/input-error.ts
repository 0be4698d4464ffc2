/** Errors in files that people write. */
import { dotted, harmless, printable } from '../base/printable.ts';
import type { Refused } from '../base/regular-file.ts';

export type InputCode = 'NOT_YAML' | 'TOO_LARGE' | 'BAD_SHAPE' | 'NEWER_VERSION' | 'UNREADABLE';

/** Where in a file; both from 1. `length` is how much of the line is meant, in UTF-16 units. */
export interface Position {
  line: number;
  column: number;
  length: number;
}

/**
 * A file that cannot be used as it is. `message` is for people: `file:line:column  reason`, and the line with a caret below, all of which a
 * terminal may get; `file` and `reason` are as they were given.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly code: InputCode;
  readonly file: string;
  readonly reason: string;
  readonly line: number | undefined;
  readonly column: number | undefined;

  /** `text` is the file's content, for the line to show; without a position the message is `file  reason`. */
  constructor(code: InputCode, file: string, reason: string, position?: Position, text = '') {
    const place = position === undefined ? '' : `:${position.line}:${position.column}`;
    super(`${printable(file)}${place}  ${lines(reason)}${position === undefined ? '' : frame(text, position)}`);
    this.code = code;
    this.file = file;
    this.reason = reason;
    this.line = position?.line;
    this.column = position?.column;
  }
}

/** A reason may take several lines. */
const lines = (reason: string): string => reason.split('\n').map(harmless).join('\n');

/** The error for a file that could not be read. `file` is its name in messages. */
export const refusal = (file: string, { kind, why }: Refused): InputError =>
  new InputError(kind === 'too-large' ? 'TOO_LARGE' : 'UNREADABLE', file, why);

/** Columns of a line that are shown: a terminal's width, less the gutter. */
const WIDTH = 100;

/** The line with carets below what is meant; of a long line the part around it. What is not shown is `·`. */
function frame(text: string, { line, column, length }: Position): string {
  const source = text.split(/\r?\n/, line).at(line - 1);
  if (source === undefined || source.trim() === '') return '';
  const skip = column <= WIDTH - 20 ? 0 : column - 40;
  const shown = dotted(source.slice(skip, skip + WIDTH));
  const start = column - 1 - skip;
  const carets = '^'.repeat(Math.max(1, Math.min(length, shown.length - start)));
  const gutter = `  ${line} | `;
  return `\n\n${gutter}${shown}\n${' '.repeat(gutter.length - 2)}| ${' '.repeat(start)}${carets}`;
}
