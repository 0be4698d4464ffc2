/** Which scenario runs next, on which target. */
import type { FoundTarget } from './find-target.ts';

export interface Planned {
  target: FoundTarget;
  /** Index of the scenario in the campaign: the same index is the same scenario on each target. */
  index: number;
}

/** Scenarios of one target in a row: so many that a change of target costs nothing, so few that a minute gives all the same share. */
const SLICE = 64;
/** What a scenario is thought to take before one has run, µs. */
const FIRST_GUESS_US = 1000;

interface Turn {
  target: FoundTarget;
  /** Index of its next scenario, and the first that is none of its. */
  next: number;
  end: number;
  /** Indexes that were handed out and have not come to their end. */
  readonly open: Set<number>;
  /** Index of its first one; time of executors that it has had, µs, and the scenarios that took it. */
  began: number;
  spentUs: number;
  ran: number;
  /** Scenarios that were not run. */
  passed: number;
}

/**
 * Targets in turn, in slices: the one that has had the least time of executors goes next, so that a slow one takes no more than its share.
 */
export class Plan {
  readonly #turns: Turn[];
  #current: Turn | undefined;
  #left = 0;

  /** `runs`: scenarios for each target; endless without. `from`: index of a target's first one. */
  constructor(targets: readonly FoundTarget[], runs = Number.POSITIVE_INFINITY, from: (target: FoundTarget) => number = () => 0) {
    this.#turns = targets.map((target) => {
      const next = from(target);
      return { target, next, end: next + runs, open: new Set<number>(), began: next, spentUs: 0, ran: 0, passed: 0 };
    });
  }

  /** The next one; `undefined` when all targets have had their runs. */
  next(): Planned | undefined {
    if (this.#current === undefined || this.#left === 0 || this.#current.next >= this.#current.end) {
      this.#current = this.#mostBehind();
      this.#left = SLICE;
    }
    if (this.#current === undefined) return undefined;
    this.#left--;
    this.#current.open.add(this.#current.next);
    return { target: this.#current.target, index: this.#current.next++ };
  }

  /** The one that was planned last is not run: another one is. */
  passOver(): void {
    if (this.#current === undefined) return;
    this.#current.end++;
    this.#current.passed++;
    this.#current.open.delete(this.#current.next - 1);
  }

  /** One came to its end, whatever was judged. One that was cut off did not. */
  ended({ target, index }: Planned): void {
    this.#turnOf(target)?.open.delete(index);
  }

  /** Where a later campaign goes on: the first index of the target that has not come to its end. */
  goesOnAt(target: FoundTarget): number {
    const { next = 0, open = new Set<number>() } = this.#turnOf(target) ?? {};
    return Math.min(next, ...open);
  }

  #turnOf(target: FoundTarget): Turn | undefined {
    return this.#turns.find((one) => one.target === target);
  }

  /** A scenario on `target` took an executor so long, µs. */
  ran(target: FoundTarget, us: number): void {
    const turn = this.#turnOf(target);
    if (turn === undefined) return;
    turn.spentUs += us;
    turn.ran++;
  }

  #mostBehind(): Turn | undefined {
    const open = this.#turns.filter(({ next, end }) => next < end);
    return open.reduce<Turn | undefined>((least, turn) => (least === undefined || share(turn) < share(least) ? turn : least), undefined);
  }
}

/** With what is under way counted like what has run. */
function share({ next, began, spentUs, ran, passed }: Turn): number {
  return spentUs + (next - began - passed - ran) * (ran === 0 ? FIRST_GUESS_US : spentUs / ran);
}
