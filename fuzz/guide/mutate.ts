/** A scenario from others: cut and joined, a part of it repeated, moved, done to somebody else, or with one attribute changed. */
import { isDeepStrictEqual } from 'node:util';
import type { Random } from 'fast-check';
import { chance, choices, choose, oneOf, within } from '../generate/draw.ts';
import { drawAnySignal, drawCode } from '../generate/signals.ts';
import type { Actor, ActorName, Scenario, Step, TogetherStep } from '../scenario/scenario.ts';
import { namesIn, renamed, signalled } from '../scenario/steps/table.ts';
import { problems } from '../scenario/validate.ts';
import { copy, mapSteps, renameMentions, sendingOf } from '../shrink/edit.ts';
import { repair } from '../shrink/repair.ts';

/** One after the other: a single change seldom leads to what is new, and after many nothing of the scenario is left. */
const CHANGES = [1, 4] as const;
/** A part of the steps that is repeated or moved. */
const PART = [1, 4] as const;
/** Draws until one leaves something that runs, and is another scenario. */
const TRIES = 4;

const KIND = choices({ splice: 25, repeat: 15, move: 12, drop: 8, retarget: 12, signal: 12, code: 6, join: 6, setting: 10, attribute: 10 });

/**
 * A change of `scenario` that has no problems. `other` gives further ones, from which parts are taken. Gives up on what cannot be mended,
 * and returns the other then.
 */
export function mutate(random: Random, scenario: Scenario, other: () => Scenario): Scenario {
  for (let n = 0; n < TRIES; n++) {
    const made = copy(scenario);
    for (let left = within(random, CHANGES); left > 0; left--) CHANGE[choose(random, KIND)](random, made, other);
    if (repair(made) && problems(made).length === 0 && !isDeepStrictEqual(made, scenario)) return made;
  }
  return other();
}

type Change = (random: Random, scenario: Scenario, other: () => Scenario) => void;

const CHANGE: Readonly<Record<(typeof KIND.kinds)[number], Change>> = {
  /** Up to somewhere this one, then the other; with the actors of both. */
  splice(random, scenario, other) {
    const added = copy(other());
    for (const name of Object.keys(added.actors)) if (name !== 'main' && name in scenario.actors) rename(added, name, scenario);
    const { main: _, ...actors } = added.actors;
    Object.assign(scenario.actors, actors);
    const at = random.nextInt(0, scenario.steps.length);
    const from = random.nextInt(0, added.steps.length);
    const forks = added.steps.slice(0, from).filter((step) => 'fork' in step);
    const rest = chance(random, 50) ? [] : scenario.steps.slice(at);
    scenario.steps = [...scenario.steps.slice(0, at), ...forks, ...added.steps.slice(from), ...rest];
  },
  repeat(random, scenario) {
    const part = partOf(random, scenario.steps);
    scenario.steps.splice(random.nextInt(0, scenario.steps.length), 0, ...part.map((step) => structuredClone(step)));
  },
  move(random, { steps }) {
    if (steps.length < 2) return;
    const [step] = steps.splice(random.nextInt(0, steps.length - 1), 1);
    steps.splice(random.nextInt(0, steps.length), 0, step as Step);
  },
  drop: (random, { steps }) => void (steps.length > 0 && steps.splice(random.nextInt(0, steps.length - 1), 1)),
  retarget(random, scenario) {
    const names = Object.keys(scenario.actors);
    change(random, scenario, (step) => {
      const sending = sendingOf(step);
      if (sending !== undefined) sending.to = chance(random, 50) ? 'init' : oneOf(random, names);
      return sending === undefined && !('fork' in step) ? happeningTo(step, () => oneOf(random, names)) : step;
    });
  },
  signal(random, scenario) {
    change(random, scenario, (step) => signalled(step, () => drawAnySignal(random)));
  },
  code(random, scenario) {
    change(random, scenario, (step) => {
      if ('exit' in step) step.exit.code = drawCode(random);
      return step;
    });
  },
  /** What happened one after the other happens at once. */
  join(random, { steps }) {
    const at = random.nextInt(0, Math.max(0, steps.length - 2));
    const members = steps.slice(at, at + 2).flatMap((step) => ('together' in step ? step.together : [step]));
    if (members.length > 1) steps.splice(at, 2, { together: members as TogetherStep[] });
  },
  setting(random, { launch }, other) {
    const settings = Object.entries(other().launch);
    if (settings.length === 0) return;
    const [name, value] = oneOf(random, settings);
    Object.assign(launch, { [name]: structuredClone(value) });
  },
  attribute(random, scenario, other) {
    const name = oneOf(random, Object.keys(scenario.actors));
    const { parent: _, ...from } = oneOf(random, Object.values(other().actors)) as Actor;
    const attributes = Object.entries(from);
    if (attributes.length === 0) return;
    const [attribute, value] = oneOf(random, attributes);
    Object.assign(scenario.actors[name] as Actor, { [attribute]: structuredClone(value) });
  },
};

function partOf(random: Random, steps: readonly Step[]): Step[] {
  const from = random.nextInt(0, Math.max(0, steps.length - 1));
  return steps.slice(from, from + within(random, PART));
}

/** A step like it that happens to another one; the same where it happens to no actor. */
function happeningTo(step: Step, other: () => ActorName): Step {
  const [subject] = namesIn(step);
  if (subject === undefined) return step;
  const to = other();
  return renamed(step, (name) => (name === subject ? to : name));
}

/** Replaces one of the steps by what `edit` makes of it. */
function change(random: Random, scenario: Scenario, edit: (step: Step) => Step): void {
  const chosen = random.nextInt(0, Math.max(0, scenario.steps.length - 1));
  mapSteps(scenario, (step, index) => (index === chosen ? edit(step) : step));
}

function rename(scenario: Scenario, from: string, taken: Scenario): void {
  let number = 2;
  while (`${from}${number}` in taken.actors || `${from}${number}` in scenario.actors) number++;
  const to = `${from}${number}`;
  scenario.actors = Object.fromEntries(Object.entries(scenario.actors).map(([name, actor]) => [name === from ? to : name, actor]));
  renameMentions(scenario, from, to);
}
