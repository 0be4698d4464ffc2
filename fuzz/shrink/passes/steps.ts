/** Passes that leave out steps, or make steps plainer. */
import { durationMs } from '../../scenario/duration.ts';
import type { Placement, Scenario, Step } from '../../scenario/scenario.ts';
import { flatSteps, mapSignals, mapSteps, type Sending, sendingOf, signalsOf } from '../edit.ts';
import { type Change, dropping, editing, type List, once } from '../pass.ts';
import { plainer } from '../size.ts';

/** The steps but forks: a fork goes with its actor. */
const STEPS: List = {
  count: (scenario) => flatSteps(scenario).filter((step) => !('fork' in step)).length,
  drop(scenario, from, to) {
    let index = 0;
    mapSteps(scenario, (step) => {
      if ('fork' in step) return step;
      const at = index++;
      return at >= from && at < to ? undefined : step;
    });
  },
};

/** Other places for each placement. */
function heldInstead(options: (placement: Placement) => Placement[]): (best: Scenario) => Change[][] {
  const change =
    (index: number, at: Placement): Change =>
    (scenario) => {
      scenario.steps[index] = { at };
    };
  return (best) => best.steps.map((step, index) => ('at' in step ? options(step.at).map((at) => change(index, at)) : []));
}

/** Options for each step (index as in `flatSteps`): each is what may stand in its place. */
function instead(options: (step: Step, scenario: Scenario) => (Step | undefined)[]): (best: Scenario) => Change[][] {
  return (best) =>
    flatSteps(best).map((step, at) =>
      options(step, best).map(
        (other): Change =>
          (scenario) =>
            mapSteps(scenario, (one, index) => (index === at ? other : one)),
      ),
    );
}

/** The same for what a step sends. */
function sentInstead(options: (sending: Sending, scenario: Scenario) => Sending[]): (best: Scenario) => Change[][] {
  return instead((step, scenario) => {
    const sending = sendingOf(step);
    if (sending === undefined) return [];
    return options(sending, scenario).map((other) =>
      'queue' in step ? { queue: { ...other, value: step.queue.value } } : { signal: other },
    );
  });
}

const spread: Change = (scenario) => {
  scenario.steps = flatSteps(scenario);
};
const spreadOne =
  (at: number): Change =>
  (scenario) => {
    const step = scenario.steps[at];
    if (step !== undefined && 'together' in step) scenario.steps.splice(at, 1, ...step.together);
  };

const withoutSender = ({ from: _, ...rest }: Sending): Sending => rest;
const withoutValue = ({ value: _, ...rest }: Sending): Sending => rest;

/** The init, `main`, then the actor instead of its group; everybody last of all. */
function recipients({ to, ...rest }: Sending): Sending[] {
  const others: Sending['to'][] = to === 'init' ? [] : typeof to === 'object' ? ['init', 'main', to.group] : ['init', 'main'];
  return others.map((other) => ({ ...rest, to: other }));
}

export const DELETE_ALL_STEPS = once('no steps', (scenario) => {
  scenario.steps = [];
});

export const ONLY_FORKS = once('only forks', (scenario) => mapSteps(scenario, (step) => ('fork' in step ? step : undefined)));

export const DELETE_STEPS = [16, 8, 4, 2, 1].map((chunk) => dropping('steps', STEPS, chunk));

export const SPREAD_ALL = once('nothing together', spread);
export const SPREAD = editing('together', (best) => best.steps.map((step, at) => ('together' in step ? [spreadOne(at)] : [])));

export const PLAIN_SENDERS = once('all from outside', (scenario) =>
  mapSteps(scenario, (step) => {
    delete sendingOf(step)?.from;
    return step;
  }),
);

/** What is left out of a step, one thing at a time. */
export const STEP_SETTINGS = [
  editing(
    'sender',
    sentInstead((sending) => (sending.from === undefined ? [] : [withoutSender(sending), { ...sending, from: 'main' }])),
  ),
  editing(
    'value',
    instead((step) => ('queue' in step ? [{ signal: withoutValue(step.queue) }] : [])),
  ),
  editing('place', heldInstead(plainerPlaces)),
  editing(
    'core',
    instead((step) => ('die' in step && step.die.core !== undefined ? [{ die: { actor: step.die.actor, signal: step.die.signal } }] : [])),
  ),
];

/** Half of a number, for codes and values: they have no order that a fault need follow, so that going down by ones is a waste. */
const lower = (number: number): number[] => [0, 1, 7, Math.trunc(number / 2)];

export const PLAIN_VALUES = [
  editing('recipient', sentInstead(recipients)),
  once('all exit 0', (scenario) => mapSteps(scenario, (step) => ('exit' in step ? { exit: { ...step.exit, code: 0 } } : step))),
  editing('signal everywhere', (best) =>
    signalsOf(best).map((name) =>
      plainer(name).map(
        (plain): Change =>
          (scenario) =>
            mapSignals(scenario, (other) => (other === name ? plain : other)),
      ),
    ),
  ),
  editing(
    'signal',
    sentInstead((sending) => plainer(sending.signal).map((signal) => ({ ...sending, signal }))),
  ),
  editing(
    'death',
    instead((step) => ('die' in step ? [{ exit: { actor: step.die.actor, code: 0 } }, ...plainerDeaths(step)] : [])),
  ),
  editing(
    'code',
    instead((step) => ('exit' in step ? lower(step.exit.code).map((code) => ({ exit: { ...step.exit, code } })) : [])),
  ),
  editing(
    'number',
    instead((step) => ('queue' in step ? lower(step.queue.value).map((value) => ({ queue: { ...step.queue, value } })) : [])),
  ),
  editing('nth', heldInstead(earlier)),
  editing(
    'orphans',
    instead((step) => ('storm' in step ? fewer(step.storm.orphans).map((orphans) => ({ storm: { ...step.storm, orphans } })) : [])),
  ),
  editing(
    'session',
    instead((step) => ('setsid' in step ? [{ setpgid: step.setsid }] : [])),
  ),
  editing(
    'typed',
    instead((step) => ('type' in step ? plainerTyping(step.type).map((type) => ({ type })) : [])),
  ),
  editing(
    'window',
    instead((step) => ('resize' in step ? [{ resize: { rows: 1, columns: 1 } }] : [])),
  ),
  editing(
    'time',
    instead((step) => ('wait' in step ? shorter(durationMs(step.wait)).map((ms) => ({ wait: `${ms}ms` })) : [])),
  ),
];

/** The entry rather than the exit, of the init. The ordinal is of that place alone. */
function plainerPlaces({ index: _, when, of, ...rest }: Placement): Placement[] {
  return [
    ...(when === undefined ? [] : [{ ...rest, ...(of === undefined ? {} : { of }) }]),
    ...(of === undefined ? [] : [{ ...rest, ...(when === undefined ? {} : { when }) }]),
  ];
}

function earlier({ nth = 1, index: _, ...rest }: Placement): Placement[] {
  return [1, nth >> 1, nth - 1].filter((less) => less >= 1 && less < nth).map((less) => (less === 1 ? rest : { ...rest, nth: less }));
}

/** 1, then less by a half, a quarter, and so on down to an eighth: where exactly a table ends is not worth a try for each number. */
const fewer = (orphans: number): number[] =>
  [1, orphans >> 1, orphans - (orphans >> 2), orphans - (orphans >> 3)].filter((less) => less >= 1 && less < orphans);

/** One key, or half of the text. */
const plainerTyping = (text: string): string[] =>
  ['a', '^C', text.slice(0, text.length >> 1), text.slice(text.length >> 1)].filter((other) => other !== '' && other.length < text.length);

/** ms. In a shorter wait it would be chance how often an init wakes: one that does so every 5 ms wakes four times in this. */
const SHORTEST_WAIT = 20;

const shorter = (ms: number): number[] => [SHORTEST_WAIT, ms >> 1].filter((less) => less >= SHORTEST_WAIT && less < ms);

const plainerDeaths = (step: Extract<Step, { die: unknown }>): Step[] =>
  plainer(step.die.signal).map((signal) => ({ die: { ...step.die, signal } }));
