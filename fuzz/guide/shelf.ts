/**
 * The working corpus on disk, so that a campaign goes on where an earlier one, whatever has ended it, was: in files of what was kept in
 * about a second each. Each is written whole or not at all, and none is ever changed; many become one when a campaign begins.
 */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readText } from '../cases/read-file.ts';
import { writeFileAtomically } from '../cases/write-file.ts';
import { SCENARIO_VERSION } from '../scenario/schema.ts';
import { problems } from '../scenario/validate.ts';
import type { Kept } from './pool.ts';

const FILE = /^(\d{6})\.ndjson$/;
/** Files that are left as they are: those of about a minute. A night leaves thousands, most of whose scenarios others have made needless. */
const MANY = 64;

export class Shelf {
  readonly #folder: string;
  #next = 0;
  #read: string[] = [];
  #waiting: Kept[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What earlier campaigns kept, in order; what this version cannot read is left out, and left where it is. */
  async read(): Promise<Kept[]> {
    const names = (await readdir(this.#folder).catch(() => [])).filter((name) => FILE.test(name)).sort();
    this.#read = names;
    this.#next = Number(FILE.exec(names.at(-1) ?? '')?.[1] ?? -1) + 1;
    const texts = await Promise.all(names.map((name) => this.#text(name)));
    return texts.flatMap((text) => text.split('\n').flatMap((line) => parse(line) ?? []));
  }

  #text(name: string): Promise<string> {
    const path = join(this.#folder, name);
    return readText(path, path, { inside: this.#folder });
  }

  /** Puts `kept`, what is left of all that was read, in the place of many files. Killed in between, both are there: that is no harm. */
  async compact(kept: readonly Kept[]): Promise<void> {
    if (this.#read.length < MANY) return;
    this.#waiting.push(...kept);
    await this.flush();
    await Promise.all(this.#read.splice(0).map((name) => rm(join(this.#folder, name), { force: true })));
  }

  add(kept: Kept): void {
    this.#waiting.push(kept);
  }

  /** Writes what is not written yet: it is on the disk when this resolves. Where it rejects, it is written with what comes next. */
  flush(): Promise<void> {
    const written = this.#writing.then(() => this.#write());
    this.#writing = written.catch(() => {});
    return written;
  }

  async #write(): Promise<void> {
    const waiting = this.#waiting.splice(0);
    if (waiting.length === 0) return;
    const path = join(this.#folder, `${String(this.#next).padStart(6, '0')}.ndjson`);
    try {
      await writeFileAtomically(path, waiting.map((kept) => `${JSON.stringify(kept)}\n`).join(''));
      this.#next++;
    } catch (error) {
      this.#waiting = [...waiting, ...this.#waiting];
      throw error;
    }
  }
}

function parse(line: string): Kept | undefined {
  if (line === '') return undefined;
  try {
    const kept = JSON.parse(line) as Kept;
    const known = kept.scenario.version === SCENARIO_VERSION && problems(kept.scenario).length === 0;
    const whole = kept.features.every((feature) => typeof feature === 'string') && kept.us > 0;
    return known && whole ? kept : undefined;
  } catch {
    return undefined;
  }
}
