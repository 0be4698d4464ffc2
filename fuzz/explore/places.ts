/** Where the init can be held in the course of a scenario: from a run in which its system calls were recorded. */
import type { Program } from '../compile/program.ts';
import { callName } from '../scenario/calls.ts';
import type { Placement, Scenario, Step } from '../scenario/scenario.ts';
import { problems } from '../scenario/validate.ts';
import { copy } from '../shrink/edit.ts';
import { repair } from '../shrink/repair.ts';
import type { Trace } from '../trace/trace.ts';
import type { Base } from './bases.ts';
import type { Happening } from './happenings.ts';

/** `after`: index of the step that leads there; -1 for the start. */
export interface Place extends Required<Omit<Placement, 'do' | 'fails'>> {
  after: number;
}

/** Every one that a run of the base came by, in order, those of the init first. Those after a step that cannot lead to a placement are left out. */
export function placesOf({ scenario, start }: Base, program: Program, trace: Trace): Place[] {
  const places: Place[] = [];
  const counts = new Map<string, number>();
  let after = -1;
  for (const event of trace.events) {
    if (event.kind === 'settled') {
      counts.clear();
      after = (program.ops[event.index]?.step ?? -1) + 1;
    } else if (event.kind === 'call' && (start || after >= 0)) {
      const { of, when, index } = event;
      const call = callName(event.call);
      const kind = `${of} ${when} ${call}`;
      const nth = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, nth);
      places.push({ after, call, nth, when, of, index });
    }
  }
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
export function stepAt({ call, nth, when, of, index }: Place, { steps, fails }: Happening): Step {
  return {
    at: {
      call,
      ...(nth === 1 ? {} : { nth }),
      ...(when === 'entry' ? {} : { when }),
      ...(of === 'init' ? {} : { of }),
      ...(index === 0 ? {} : { index }),
      ...(fails === undefined ? {} : { fails }),
      ...(steps.length === 0 ? {} : { do: steps }),
    },
  };
}
