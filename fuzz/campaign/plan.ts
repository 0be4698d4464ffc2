/** Which scenario runs next, on which target, and when it is enough. */
import type { FoundTarget } from './find-target.ts';

export interface Planned {
  target: FoundTarget;
  /** Index of the scenario in the campaign: the same index is the same scenario on each target. */
  index: number;
}

/** Scenarios of one target in a row: so many that a change of target costs nothing, so few that a minute gives all the same share. */
const SLICE = 64;

/** Endless: slices of each target in turn; of `runs` for each target where given. */
export function* plan(targets: readonly FoundTarget[], runs = Number.POSITIVE_INFINITY): Generator<Planned, undefined> {
  for (let start = 0; start < runs; start += SLICE) {
    for (const target of targets) {
      for (let index = start; index < Math.min(start + SLICE, runs); index++) yield { target, index };
    }
  }
  return undefined;
}

/** As many under way as an executor takes at once (`execute/pool.ts`). */
const MOST_IN_FLIGHT = 32;
/** What is under way when the time is over, or at Ctrl-C, is waited for: no longer than this, ms. */
const DRAIN_MS = 250;

/** How many scenarios an executor gets at once: a few at first, many when they are short. */
export class Pace {
  /** Mean of the last dozens of runs, ms; the first ones are thought to be slow. */
  #meanMs = DRAIN_MS / 4;

  ran(us: number): void {
    this.#meanMs += (us / 1000 - this.#meanMs) / 32;
  }

  get perExecutor(): number {
    return Math.max(2, Math.min(MOST_IN_FLIGHT, Math.floor(DRAIN_MS / this.#meanMs)));
  }
}
