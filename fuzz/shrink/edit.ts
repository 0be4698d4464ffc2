/** Changes of a scenario in place, for copies that the shrinker owns. */
import type { Actor, ActorName, HeldStep, Reactions, Scenario, Step } from '../scenario/scenario.ts';
import type { SignalName } from '../scenario/signals.ts';
import type { Sending as Sent } from '../scenario/steps/mentions.ts';
import { renamed, signalled, without } from '../scenario/steps/table.ts';
import { membersOf, withMembers } from '../scenario/steps.ts';

/** A copy that shares nothing. Scenarios are JSON. */
export const copy = (scenario: Scenario): Scenario => JSON.parse(JSON.stringify(scenario)) as Scenario;

/** All steps in order, those inside `together` or `at` one by one. */
export const flatSteps = (scenario: Scenario): Step[] => scenario.steps.flatMap((step): readonly Step[] => membersOf(step) ?? [step]);

/** Replaces each step by what `map` makes of it (index as in `flatSteps`); `undefined` drops it. */
export function mapSteps(scenario: Scenario, map: (step: Step, index: number) => Step | undefined): void {
  let index = 0;
  const each = (step: Step): Step[] => {
    const mapped = map(step, index++);
    return mapped === undefined ? [] : [mapped];
  };
  scenario.steps = scenario.steps.flatMap((step): Step[] => {
    const members = membersOf(step);
    return members === undefined ? each(step) : withMembers(step, members.flatMap(each) as HeldStep[]);
  });
}

/** Replaces each step, those inside of steps too: as `mapSteps`, and leaves out none. */
function replaceSteps(scenario: Scenario, map: (step: Step) => Step): void {
  scenario.steps = scenario.steps.map((step) => {
    const members = membersOf(step);
    if (members === undefined) return map(step);
    return members.length === 0 ? step : (withMembers(step, members.map(map) as HeldStep[])[0] as Step);
  });
}

/** What a step sends, with a value where it is queued. */
export type Sending = Sent & { value?: number };

/** What a step sends, if it sends. */
export function sendingOf(step: Step): Sending | undefined {
  if ('signal' in step) return step.signal;
  return 'queue' in step ? step.queue : undefined;
}

/**
 * Drops actors and the steps about them; `main` stays. Their children go to the nearest ancestor that stays, what they send comes from
 * outside, and who joined their group stays in its parent's.
 */
export function dropActors(scenario: Scenario, names: ReadonlySet<ActorName>): void {
  const { actors } = scenario;
  for (const actor of Object.values(actors)) {
    while (actor.parent !== undefined && names.has(actor.parent)) {
      const { parent = 'main' } = actors[actor.parent] ?? {};
      actor.parent = parent === 'init' || parent === 'outside' ? 'main' : parent;
    }
    if (typeof actor.group === 'object' && names.has(actor.group.of)) delete actor.group;
    if (actor.pid !== undefined && names.has(actor.pid.of)) delete actor.pid;
  }
  for (const name of names) delete actors[name];
  dropMentions(scenario, names);
}

/** Drops the steps about these; what they send comes from outside. */
export function dropMentions(scenario: Scenario, names: ReadonlySet<ActorName>): void {
  mapSteps(scenario, (step) => without(step, names));
}

/** Makes the actor `from` be called `to` wherever steps, parents and groups name it. */
export function renameMentions(scenario: Scenario, from: ActorName, to: ActorName): void {
  for (const actor of Object.values(scenario.actors)) {
    if (actor.parent === from) actor.parent = to;
    if (typeof actor.group === 'object' && actor.group.of === from) actor.group.of = to;
    if (actor.pid?.of === from) actor.pid.of = to;
  }
  replaceSteps(scenario, (step) => renamed(step, (name) => (name === from ? to : name)));
}

/** Every signal that is named anywhere, once. */
export function signalsOf(scenario: Scenario): SignalName[] {
  const names = new Set<SignalName>();
  mapSignals(copy(scenario), (name) => {
    names.add(name);
    return name;
  });
  return [...names];
}

/** Replaces each signal, in steps, reactions and launch. */
export function mapSignals(scenario: Scenario, map: (name: SignalName) => SignalName): void {
  const { launch, actors } = scenario;
  if (launch.blocked !== undefined) launch.blocked = [...new Set(launch.blocked.map(map))];
  if (launch.ignored !== undefined) launch.ignored = [...new Set(launch.ignored.map(map))];
  if (launch.pending !== undefined) launch.pending = [...new Set(launch.pending.map(map))];
  for (const actor of Object.values(actors)) if (actor.on !== undefined) actor.on = mapReactions(actor.on, map);
  replaceSteps(scenario, (step) => signalled(step, map));
}

function mapReactions(on: NonNullable<Actor['on']>, map: (name: SignalName) => SignalName): Reactions {
  const entries = Object.entries(on).map(([name, reaction]) => [name === 'all' ? name : map(name as SignalName), reaction]);
  return Object.fromEntries(entries) as Reactions;
}
