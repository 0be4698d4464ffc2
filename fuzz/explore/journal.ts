/** What an exploration has settled so far, on disk: one that was interrupted goes on from there. */
import { createHash } from 'node:crypto';
import { appendFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readRegular } from '../base/regular-file.ts';
import { folderName } from '../campaign/keep.ts';
import type { FoundTarget } from '../campaign/find-target.ts';
import { digestOf } from '../cases/digest.ts';
import { whyNotWritten } from '../cases/file-error.ts';
import { makeFolder } from '../cases/make-folder.ts';
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
  /** Whether the file ends in half a line: what is written next begins one of its own. */
  #cut = false;
  #lost: string | undefined;
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
    // What follows the last line end was being written when all was killed, or when the disk was full.
    this.#cut = text !== '' && !text.endsWith('\n');
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

  /** Why what was added last is not on disk: where it could not be written, which is tried again with what comes next. */
  get lost(): string | undefined {
    return this.#lost;
  }

  /** Writes what is not written yet, if it can be. Rejects only upon a fault of ours. */
  flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const lines = this.#lines.splice(0);
    if (lines.length === 0) return;
    try {
      await makeFolder(dirname(this.#path));
      await appendFile(this.#path, (this.#cut ? '\n' : '') + lines.join(''));
      [this.#cut, this.#lost] = [false, undefined];
    } catch (error) {
      this.#lines = [...lines, ...this.#lines];
      [this.#cut, this.#lost] = [true, whyNotWritten(error)];
    }
  }

  /** It is over: the next exploration begins anew. */
  async remove(): Promise<void> {
    this.#lines = [];
    await this.flush();
    await rm(this.#path, { force: true }).catch(() => {});
  }
}

function parse(line: string): Settled | undefined {
  try {
    return JSON.parse(line) as Settled;
  } catch {
    return undefined;
  }
}
