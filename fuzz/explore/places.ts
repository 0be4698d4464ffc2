/** Where the init can be held in the course of a base, and the scenario in which something happens there. */
import type { Program } from '../compile/program.ts';
import { type Place, placementOf, placesIn } from '../guide/places.ts';
import type { Scenario, Step } from '../scenario/scenario.ts';
import { problems } from '../scenario/validate.ts';
import { copy } from '../shrink/edit.ts';
import { repair } from '../shrink/repair.ts';
import type { Trace } from '../trace/trace.ts';
import type { Base } from './bases.ts';
import type { Happening } from './happenings.ts';

/**
 * Every one that a run of the base came by, in order, those of the init first. Those after a step that cannot lead to a placement are left
 * out.
 */
export function placesOf({ scenario, start }: Base, program: Program, trace: Trace): Place[] {
  const places = placesIn(program, trace).filter(({ after }) => start || after >= 0);
  places.sort((a, b) => a.after - b.after || Number(a.of === 'child') - Number(b.of === 'child'));
  return places.filter((place) => problems(placed(scenario, place, ANY)).length === 0);
}

/** The scenario with what happens at the place; what then cannot happen any more is left out. Undefined where it cannot be. */
export function at(scenario: Scenario, place: Place, happening: Happening): Scenario | undefined {
  const made = placed(scenario, place, happening);
  return repair(made) && JSON.stringify(made.steps[place.after + 1]) === JSON.stringify(stepAt(place, happening)) ? made : undefined;
}

/** Those in the same window, counted from the first on, since the init has been held there. */
export function laterThan(first: Place, rest: readonly Place[]): Place[] {
  const later = rest.filter(({ after, of }) => after === first.after && of === first.of);
  const kind = ({ call, when }: Place): string => `${call} ${when}`;
  return later.map((place, index) => ({ ...place, nth: later.slice(0, index + 1).filter((one) => kind(one) === kind(place)).length }));
}

/** Something that may happen at each place. */
const ANY: Happening = { name: 'any', steps: [{ signal: { signal: 'SIGTERM', to: 'init' } }] };

function placed(scenario: Scenario, place: Place, happening: Happening): Scenario {
  const made = copy(scenario);
  if (happening.actors !== undefined) Object.assign(made.actors, copy({ ...scenario, actors: happening.actors }).actors);
  made.steps.splice(place.after + 1, 0, stepAt(place, happening));
  return made;
}

/** The step, without what is the default: it is what a case says. */
export function stepAt(place: Place, { steps, fails }: Happening): Step {
  return { at: { ...placementOf(place), ...(fails === undefined ? {} : { fails }), ...(steps.length === 0 ? {} : { do: steps }) } };
}
