/** A scenario without what a trigger consists of: where its violation stays, it has another cause. */
import type { Actor, Scenario, Step } from '../scenario/scenario.ts';
import { membersOf } from '../scenario/steps.ts';
import { canonical } from '../shrink/canonical.ts';
import { copy, dropActors, mapSteps } from '../shrink/edit.ts';
import type { Change } from '../shrink/pass.ts';
import { repair } from '../shrink/repair.ts';
import { unitsOf } from './acts.ts';
import { isAlike, type Names } from './alike.ts';
import { contains } from './contains.ts';

/**
 * Variants in which none of the triggers is contained any more: one for each part of the first that is, in the order of launch, actors,
 * steps. What is left of the other triggers then goes by a part of theirs that `pick` chooses (of a count, an index), so that another call
 * may give other variants. None has problems; some of them may be far from the scenario.
 */
export function* variantsWithout(scenario: Scenario, triggers: readonly Scenario[], pick: (count: number) => number): Generator<Scenario> {
  const given = new Set<string>();
  const first = triggers.find((trigger) => contains(scenario, trigger));
  for (const part of first === undefined ? [] : partsOf(first)) {
    const variant = copy(scenario);
    part(variant);
    if (!repair(variant) || !takeOutRest(variant, triggers, pick)) continue;
    const key = canonical(variant);
    if (!given.has(key)) yield variant;
    given.add(key);
  }
}

/** Each trigger that is left loses a part; whether none is left then, and no problem. */
function takeOutRest(variant: Scenario, triggers: readonly Scenario[], pick: (count: number) => number): boolean {
  for (const trigger of triggers) {
    if (!contains(variant, trigger)) continue;
    const parts = partsOf(trigger);
    parts[pick(parts.length)]?.(variant);
    if (!repair(variant)) return false;
  }
  return !triggers.some((trigger) => contains(variant, trigger));
}

/** What takes a part of the trigger out of a scenario, wherever it is. */
function partsOf({ launch, actors, steps, version }: Scenario): Change[] {
  const { main = {}, ...others } = actors;
  const units = unitsOf({ launch, actors, steps, version });
  const acts = units.flatMap((unit) => unit.acts).filter((act) => !('fork' in act));
  return [
    ...Object.keys(launch).map(
      (field): Change =>
        (scenario) =>
          void delete (scenario.launch as Record<string, unknown>)[field],
    ),
    ...Object.keys(main).flatMap((field) => without(field, (name) => name === 'main')),
    ...Object.values(others).flatMap((actor) => withoutActor(actor)),
    ...(isForked(others) ? [dropForked] : []),
    ...acts.map(
      (act): Change =>
        (scenario) =>
          dropAlike(scenario, act),
    ),
    ...(units.some(({ merged }) => merged) ? [spread] : []),
  ];
}

/** Settings that make what happens, one by one; and where the actor comes from. */
function withoutActor({ parent, on: _, ...settings }: Actor): Change[] {
  const isOther = (name: string): boolean => name !== 'main';
  const placed = parent === 'init' || parent === 'outside' ? [dropOf(parent)] : [];
  return [...placed, ...Object.keys(settings).flatMap((field) => without(field, isOther))];
}

const without = (field: string, of: (name: string) => boolean): Change[] =>
  // What an actor does upon a signal only shows a violation, but where it ends by that.
  field === 'on'
    ? []
    : [
        (scenario) => {
          for (const [name, actor] of Object.entries(scenario.actors)) if (of(name)) delete (actor as Record<string, unknown>)[field];
        },
      ];

const dropOf =
  (parent: string): Change =>
  (scenario) =>
    dropActors(scenario, new Set(Object.keys(scenario.actors).filter((name) => scenario.actors[name]?.parent === parent)));

const isForked = (actors: Scenario['actors']): boolean =>
  Object.values(actors).some(({ parent }) => parent !== 'init' && parent !== 'outside');

/** Of all that is forked nobody but `main` is left. */
const dropForked: Change = (scenario) =>
  dropActors(scenario, new Set(Object.keys(scenario.actors).filter((name) => name !== 'main' && scenario.actors[name]?.parent !== 'init')));

/** Drops the steps that do what this one does: of main where it is main's, else of anybody else. */
function dropAlike(scenario: Scenario, act: Step): void {
  const names = Object.keys(scenario.actors).filter((name) => name !== 'main');
  const each = (names.length === 0 ? ['main'] : names).map(anybody);
  mapSteps(scenario, (step) => (each.some((one) => isAlike(act, step, one)) ? undefined : step));
  if ('at' in act) scenario.steps = scenario.steps.flatMap((step): readonly Step[] => ('at' in step ? (membersOf(step) ?? []) : [step]));
}

/** Every actor of a trigger but `main` is this one. */
const anybody = (name: string): Names => ({ get: (actor) => (actor === 'main' ? actor : name), codesOf: () => [] });

/** Nothing races or merges any more. */
const spread: Change = (scenario) => {
  scenario.steps = scenario.steps
    .flatMap((step): readonly Step[] => ('together' in step ? step.together : [step]))
    .filter((step) => !('freeze' in step || 'thaw' in step));
};
