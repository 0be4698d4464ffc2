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
  /** Time of executors that it has had, µs, and the scenarios that took it. */
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

  /** `runs`: scenarios for each target; endless without. */
  constructor(targets: readonly FoundTarget[], runs = Number.POSITIVE_INFINITY) {
    this.#turns = targets.map((target) => ({ target, next: 0, end: runs, spentUs: 0, ran: 0, passed: 0 }));
  }

  /** The next one; `undefined` when all targets have had their runs. */
  next(): Planned | undefined {
    if (this.#current === undefined || this.#left === 0 || this.#current.next >= this.#current.end) {
      this.#current = this.#mostBehind();
      this.#left = SLICE;
    }
    if (this.#current === undefined) return undefined;
    this.#left--;
    return { target: this.#current.target, index: this.#current.next++ };
  }

  /** The one that was planned last is not run: another one is. */
  passOver(): void {
    if (this.#current === undefined) return;
    this.#current.end++;
    this.#current.passed++;
  }

  /** A scenario on `target` took an executor so long, µs. */
  ran(target: FoundTarget, us: number): void {
    const turn = this.#turns.find((one) => one.target === target);
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
function share({ next, spentUs, ran, passed }: Turn): number {
  return spentUs + (next - passed - ran) * (ran === 0 ? FIRST_GUESS_US : spentUs / ran);
}
