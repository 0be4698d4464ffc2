/** Whether a scenario has all that a trigger consists of, whatever the actors are called. */
import type { Actor, Scenario, Step } from '../scenario/scenario.ts';
import { type Unit, unitsOf } from './acts.ts';
import { isAlike, type Names } from './alike.ts';
import { actorHas, isBelow, launchHas } from './settings.ts';

/** Ways to name actors that are tried: more than a trigger of three actors has in a scenario of ten. */
const MOST_NAMES = 2000;

/**
 * Contained: the trigger's launch settings are set; each of its actors has one of the scenario's own (`main` is `main`) with its settings,
 * below the one that its parent has; and its steps happen in the same order, at whatever distance, those that merge merged. Values that are
 * the plainest stand for any (`alike.ts`). Where there are too many ways to look through, it counts as contained.
 */
export function contains(scenario: Scenario, trigger: Scenario): boolean {
  if (!launchHas(scenario.launch, trigger.launch)) return false;
  const [units, wanted] = [unitsOf(scenario), unitsOf(trigger)];
  let tries = 0;
  for (const names of namings(scenario, trigger)) {
    const known: Names = { get: (name) => names.get(name), codesOf: (other = '') => codesOf(scenario.actors[other]) };
    if (++tries > MOST_NAMES || happens(wanted, units, known)) return true;
  }
  return false;
}

const codesOf = ({ on = {} }: Actor = {}): number[] =>
  Object.values(on).flatMap((reaction) => (typeof reaction === 'object' ? reaction.exit : []));

/** Each way in which the trigger's actors may be those of the scenario. */
function* namings(scenario: Scenario, { actors }: Scenario): Generator<ReadonlyMap<string, string>> {
  const wanted = Object.entries(actors).filter(([name]) => name !== 'main');
  const { main } = actors;
  if (main !== undefined && !actorHas(scenario.actors.main ?? {}, main)) return;
  yield* more(new Map([['main', 'main']]), 0);

  function* more(names: Map<string, string>, index: number): Generator<ReadonlyMap<string, string>> {
    const [name, actor] = wanted[index] ?? [];
    if (name === undefined || actor === undefined) return yield names;
    const { parent = 'main' } = actor;
    const under = names.get(parent) ?? parent;
    for (const [other, got] of Object.entries(scenario.actors)) {
      const isFree = other !== 'main' && ![...names.values()].includes(other);
      if (isFree && actorHas(got, actor) && isBelow(scenario, other, under)) yield* more(new Map([...names, [name, other]]), index + 1);
    }
  }
}

/** Whether the wanted units happen, in order. The acts of one unit have none. */
function happens(wanted: readonly Unit[], units: readonly Unit[], names: Names): boolean {
  const left = units.map(({ acts }) => [...acts]);
  let at = 0;
  for (const unit of wanted) {
    while (at < units.length && !takes(unit, left[at] ?? [], names)) at++;
    if (at === units.length) return false;
  }
  return true;
}

/** Takes what the unit consists of from these acts, if all of it is there. */
function takes({ acts }: Unit, from: Step[], names: Names): boolean {
  const rest = [...from];
  for (const act of acts) {
    const index = rest.findIndex((other) => isAlike(act, other, names));
    if (index < 0) return false;
    rest.splice(index, 1);
  }
  from.splice(0, from.length, ...rest);
  return true;
}
