/** The cells of an exploration: each place with each thing that may happen there. */
import type { Scenario } from '../scenario/scenario.ts';
import type { Base } from './bases.ts';
import { failuresOf, type Happening, happeningsFor } from './happenings.ts';
import { AT_FAULT, type Outcome } from './outcome.ts';
import type { Place } from '../guide/places.ts';
import { at } from './places.ts';

export interface Cell {
  base: Base;
  place: Place;
  happening: Happening;
  scenario: Scenario;
}

export interface Settled {
  base: string;
  place: Place;
  happening: string;
  outcome: Outcome;
  /** Of a violation. */
  signature?: string;
  /** The call was answered by us: the kernel may never do so. */
  synthetic?: true;
}

/**
 * Whether a cell shows a fault: those that only made-up answers show are a class of their own, but no answer makes an honest init forge.
 */
export const isAtFault = ({ outcome, synthetic }: Settled): boolean =>
  outcome === 'tampered' || (synthetic !== true && outcome in AT_FAULT);

/** What tells a cell from the others of its base and target. */
export const cellKey = ({ after, of, call, nth, when }: Place, happening: string): string =>
  [after, of, call, nth, when, happening].join(' ');

/** All of them, place by place. */
export function cellsOf(base: Base, places: readonly Place[]): Cell[] {
  const happenings = happeningsFor(base.scenario);
  return places.flatMap((place) =>
    [...happenings, ...(place.when === 'entry' ? failuresOf(place.call) : [])].flatMap((happening): Cell[] => {
      if (happening.ofMain === true && place.after < 0) return [];
      const scenario = at(base.scenario, place, happening);
      return scenario === undefined ? [] : [{ base, place, happening, scenario }];
    }),
  );
}
