/** What no case of the corpus says, and where it is on disk by now. */
import type { StoredCase } from '../cases/store.ts';
import type { FoundTarget } from './find-target.ts';
import { type Keeping, onDisk, type Violation } from './keep.ts';

export class Kept {
  readonly #kept = new Map<string, { violation: Violation; keeping: Keeping }>();

  /** `key`: one of these is kept, the last one. Returns what it was given. */
  set(key: string, violation: Violation, keeping: Keeping): Keeping {
    this.#kept.set(key, { violation, keeping });
    return keeping;
  }

  get(key: string): Keeping | undefined {
    return this.#kept.get(key)?.keeping;
  }

  /** Those of which nothing is on disk. */
  get lost(): number {
    return [...this.#kept.values()].filter(({ keeping }) => onDisk(keeping) === undefined).length;
  }

  /** Cases of the target, as small as they are by now. */
  casesOf(target: FoundTarget): StoredCase[] {
    return [...this.#kept.values()].flatMap(({ violation, keeping }) => (violation.target === target ? keeping.stored : []));
  }

  /** Tries once more to keep each. */
  async again(keep: (violation: Violation, keeping: Keeping) => Promise<Keeping>): Promise<void> {
    for (const [key, { violation, keeping }] of this.#kept) this.set(key, violation, await keep(violation, keeping));
  }
}
