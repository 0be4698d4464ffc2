/** What an exploration has settled so far, on disk: one that was interrupted goes on from there. */
import { createHash } from 'node:crypto';
import { appendFile, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readRegular } from '../base/regular-file.ts';
import { folderName } from '../campaign/keep.ts';
import type { FoundTarget } from '../campaign/find-target.ts';
import { digestOf } from '../cases/digest.ts';
import { refusal } from '../scenario/input-error.ts';
import { VERSION } from '../campaign/version.ts';
import type { Base } from './bases.ts';
import { cellKey, type Settled } from './cells.ts';
import type { Exploration } from './explore.ts';

/** Lines that are written at a time: what is lost when all is killed is run again in a moment. */
const BATCH = 100;
/** Bytes of a journal: a million cells, the most that are drawn, have some 300 each. */
const MOST = 400 * 1024 ** 2;

export class Journal {
  readonly #path: string;
  readonly #known = new Map<string, Settled>();
  #lines: string[] = [];
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string) {
    this.#path = path;
  }

  /** That of a base on a target, as both are now: another binary, scenario or kind of cells has a journal of its own. */
  static async open(out: string, target: FoundTarget, base: Base, cells: Exploration['cells']): Promise<Journal> {
    const made = JSON.stringify([VERSION, base, cells, target.args, target.contract, await digestOf(target.binary)]);
    const id = createHash('sha256').update(made).digest('hex').slice(0, 16);
    const journal = new Journal(join(out, 'explore', folderName(target.name), `${base.name}-${id}.ndjson`));
    await journal.#read();
    return journal;
  }

  async #read(): Promise<void> {
    const read = await readRegular(this.#path, { most: MOST, links: 'refused' });
    if (!read.ok && read.kind !== 'missing') throw refusal(this.#path, read);
    const text = read.ok ? read.value.bytes.toString('utf8') : '';
    // What follows the last line end was being written when all was killed.
    for (const line of text.split('\n').slice(0, -1)) {
      const settled = parse(line);
      if (settled !== undefined) this.#known.set(cellKey(settled.place, settled.happening), settled);
    }
  }

  /** What was settled before, if it was. */
  get(key: string): Settled | undefined {
    return this.#known.get(key);
  }

  add(settled: Settled): void {
    this.#lines.push(`${JSON.stringify(settled)}\n`);
    if (this.#lines.length >= BATCH) void this.flush();
  }

  /** Writes what is not written yet. */
  flush(): Promise<void> {
    const lines = this.#lines.splice(0).join('');
    this.#writing = this.#writing.then(async () => {
      if (lines === '') return;
      await mkdir(dirname(this.#path), { recursive: true });
      await appendFile(this.#path, lines);
    });
    return this.#writing;
  }

  /** It is over: the next exploration begins anew. */
  async remove(): Promise<void> {
    await this.flush();
    await rm(this.#path, { force: true });
  }
}

function parse(line: string): Settled | undefined {
  try {
    return JSON.parse(line) as Settled;
  } catch {
    return undefined;
  }
}
