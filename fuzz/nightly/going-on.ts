/** Where tonight goes on: of each target the index of the next scenario of the seed. */
import { GENERATOR_VERSION } from '../generate/seeds.ts';
import { type Cursor, STATE_VERSION } from './schema.ts';
import { readCursor, writeCursor } from './state.ts';

/** Between two writes, ms: a night that is killed has run no more than that for nothing. */
const SAVE_MS = 5000;

export class GoingOn {
  readonly seed: number;
  /** By name of the target: index of its first scenario tonight, and of the next one by now. */
  readonly from: Readonly<Record<string, number>>;
  next: Readonly<Record<string, number>>;
  readonly #folder: string;
  readonly #cursor: Cursor;
  #savedAt = performance.now();

  private constructor(folder: string, cursor: Cursor, names: readonly string[], seed: number) {
    this.#folder = folder;
    this.#cursor = cursor;
    this.seed = seed;
    // Of another seed, or drawn by another version of the generator, they are other scenarios.
    const at = (name: string): number => {
      const before = cursor.targets[name];
      return before?.seed === seed && before.generator === GENERATOR_VERSION ? before.next : 0;
    };
    this.from = Object.fromEntries(names.map((name) => [name, at(name)]));
    this.next = this.from;
  }

  /** With the seed that is asked for, else that of the nights before, else `fresh`. */
  static async read(folder: string, names: readonly string[], asked: number | undefined, fresh: number): Promise<GoingOn> {
    const cursor = await readCursor(folder);
    const before = names.flatMap((name) => cursor.targets[name]?.seed ?? [])[0];
    return new GoingOn(folder, cursor, names, asked ?? before ?? fresh);
  }

  /** Writes it down, if that was not done for some seconds. */
  async saveAtTimes(): Promise<void> {
    if (performance.now() - this.#savedAt >= SAVE_MS) await this.save();
  }

  async save(): Promise<void> {
    this.#savedAt = performance.now();
    const { seed } = this;
    const own = Object.entries(this.next).map(([name, next]) => [name, { seed, generator: GENERATOR_VERSION, next }] as const);
    await writeCursor(this.#folder, { v: STATE_VERSION, targets: { ...this.#cursor.targets, ...Object.fromEntries(own) } });
  }
}
