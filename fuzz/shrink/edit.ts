/** Changes of a scenario in place, for copies that the shrinker owns. */
import type { Actor, ActorName, HeldStep, Reactions, Recipient, Scenario, Step } from '../scenario/scenario.ts';
import type { SignalName } from '../scenario/signals.ts';
import { membersOf, withMembers } from '../scenario/steps.ts';

/** A copy that shares nothing. Scenarios are JSON. */
export const copy = (scenario: Scenario): Scenario => JSON.parse(JSON.stringify(scenario)) as Scenario;

/** All steps in order, those inside `together` or `at` one by one. */
export const flatSteps = (scenario: Scenario): Step[] => scenario.steps.flatMap((step): readonly Step[] => membersOf(step) ?? [step]);

/**
 * Replaces each step by what `map` makes of it (index as in `flatSteps`); `undefined` drops it.
 *
 */
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

/** The actor that a step is about, if it is about one. */
export function subject(step: Step): ActorName | undefined {
  if ('fork' in step) return step.fork;
  if ('stop' in step) return step.stop;
  if ('continue' in step) return step.continue;
  if ('exit' in step) return step.exit.actor;
  if ('die' in step) return step.die.actor;
  if ('storm' in step) return step.storm.actor;
  const sending = sendingOf(step);
  return sending === undefined ? undefined : recipientActor(sending.to);
}

export type Sending = Extract<Step, { signal: unknown }>['signal'] & { value?: number };

/** What a step sends, if it sends. */
export function sendingOf(step: Step): Sending | undefined {
  if ('signal' in step) return step.signal;
  return 'queue' in step ? step.queue : undefined;
}

function recipientActor(to: Recipient): ActorName | undefined {
  if (to === 'init' || to === 'everybody') return undefined;
  return typeof to === 'object' ? to.group : to;
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
  mapSteps(scenario, (step) => {
    const about = subject(step);
    if (about !== undefined && names.has(about)) return undefined;
    const sending = sendingOf(step);
    if (sending?.from !== undefined && names.has(sending.from)) delete sending.from;
    return step;
  });
}

/** Makes the actor `from` be called `to` wherever steps, parents and groups name it. */
export function renameMentions(scenario: Scenario, from: ActorName, to: ActorName): void {
  for (const actor of Object.values(scenario.actors)) {
    if (actor.parent === from) actor.parent = to;
    if (typeof actor.group === 'object' && actor.group.of === from) actor.group.of = to;
    if (actor.pid?.of === from) actor.pid.of = to;
  }
  mapSteps(scenario, (step) => renamed(step, from, to));
}

function renamed(step: Step, from: ActorName, to: ActorName): Step {
  const swap = (name: ActorName): ActorName => (name === from ? to : name);
  if ('fork' in step) return { fork: swap(step.fork) };
  if ('stop' in step) return { stop: swap(step.stop) };
  if ('continue' in step) return { continue: swap(step.continue) };
  if ('exit' in step) step.exit.actor = swap(step.exit.actor);
  if ('die' in step) step.die.actor = swap(step.die.actor);
  if ('storm' in step) step.storm.actor = swap(step.storm.actor);
  const sending = sendingOf(step);
  if (sending?.from !== undefined) sending.from = swap(sending.from);
  if (typeof sending?.to === 'object') sending.to.group = swap(sending.to.group);
  else if (sending !== undefined) sending.to = swap(sending.to);
  return step;
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
  const { launch, actors, steps } = scenario;
  if (launch.blocked !== undefined) launch.blocked = [...new Set(launch.blocked.map(map))];
  if (launch.ignored !== undefined) launch.ignored = [...new Set(launch.ignored.map(map))];
  if (launch.pending !== undefined) launch.pending = [...new Set(launch.pending.map(map))];
  for (const actor of Object.values(actors)) if (actor.on !== undefined) actor.on = mapReactions(actor.on, map);
  for (const step of steps.flatMap((one): readonly Step[] => membersOf(one) ?? [one])) {
    const named = 'die' in step ? step.die : sendingOf(step);
    if (named !== undefined) named.signal = map(named.signal);
  }
}

function mapReactions(on: NonNullable<Actor['on']>, map: (name: SignalName) => SignalName): Reactions {
  const entries = Object.entries(on).map(([name, reaction]) => [name === 'all' ? name : map(name as SignalName), reaction]);
  return Object.fromEntries(entries) as Reactions;
}
