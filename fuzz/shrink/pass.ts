/**
 * What a pass is, and the three shapes that all passes have. A pass is data: a name, and the attempts that it makes upon the best
 * scenario so far. Attempts may be careless: the engine (`candidates.ts`) repairs them and skips those that are not smaller.
 */
import type { Scenario } from '../scenario/scenario.ts';
import { copy } from './edit.ts';

export interface Attempt {
  scenario: Scenario;
  /** Where the pass goes on in the new best, should this one fail as well. */
  at: number;
}

export interface Pass {
  name: string;
  /** Attempts from position `from` on, 0 for all. Pure, lazy, the same each time. */
  attempts(best: Scenario, from: number): Iterable<Attempt>;
}

/** Changes a copy in place. */
export type Change = (copy: Scenario) => void;

function changed(best: Scenario, change: Change): Scenario {
  const scenario = copy(best);
  change(scenario);
  return scenario;
}

/** One attempt: the extreme first, since it often works and saves all that is behind it. */
export function once(name: string, change: Change): Pass {
  return {
    name,
    *attempts(best, from) {
      if (from === 0) yield { scenario: changed(best, change), at: 1 };
    },
  };
}

/** A list of which runs of items can be left out. */
export interface List {
  count(scenario: Scenario): number;
  /** Leaves out the items from `from` up to and without `to`. */
  drop(copy: Scenario, from: number, to: number): void;
}

/**
 * Leaves out `chunk` items at once, from the end: what is late depends on what is early, not the other way round. The position is how
 * many have been kept, so that after a success it goes on with the next ones.
 */
export function dropping(name: string, list: List, chunk: number): Pass {
  return {
    name: `${name} by ${chunk}`,
    *attempts(best, from) {
      const count = list.count(best);
      if (count < chunk) return;
      for (let kept = from; kept < count; kept += chunk) {
        const end = count - kept;
        yield { scenario: changed(best, (scenario) => list.drop(scenario, Math.max(0, end - chunk), end)), at: kept };
      }
    },
  };
}

/** More options than any place has: position = place * OPTIONS + option. */
const OPTIONS = 16;

/**
 * At each place its options, the plainest first. After a success it goes on with the same option at the same place (where a number
 * was halved, it is halved again; where an entry was left out, the next has taken its place).
 */
export function editing(name: string, places: (best: Scenario) => readonly (readonly Change[])[]): Pass {
  return {
    name,
    *attempts(best, from) {
      const all = places(best);
      for (let position = from; position < all.length * OPTIONS; position++) {
        const change = all[Math.floor(position / OPTIONS)]?.[position % OPTIONS];
        if (change !== undefined) yield { scenario: changed(best, change), at: position };
      }
    },
  };
}
