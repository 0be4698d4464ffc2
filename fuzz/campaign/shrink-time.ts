/** How long a finding may be made smaller. */
import { SHRINK_DEFAULTS } from '../shrink/shrink.ts';
import type { Violation } from './keep.ts';
import { GRACE_MS } from './time-limit.ts';

/** Of the same property and kind on one target, findings with different details (such as one for each signal) that are made small: the rest tells no more. */
const SMALL_OF_A_KIND = 4;

export class ShrinkTime {
  readonly #ofAKind = new Map<string, number>();

  /**
   * Time for one more, ms, below 0 when it is over; undefined where there are enough of its kind. `left`: of the budget, ms, likewise;
   * `rounds`: those that wait, and this one, by how many go on at a time. Each has an equal share: an init that hangs makes each try slow,
   * and there is more to find.
   */
  next({ signature, target }: Violation, left: number, rounds: number): number | undefined {
    const kind = `${target.name} ${signature.split(':')[0] ?? signature}`;
    const before = this.#ofAKind.get(kind) ?? 0;
    this.#ofAKind.set(kind, before + 1);
    return before >= SMALL_OF_A_KIND ? undefined : Math.min(SHRINK_DEFAULTS.ms, (left + GRACE_MS) / rounds);
  }
}
