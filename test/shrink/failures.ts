/** Synthetic failures, as real faults show: each with the size of its minimum, known by thought. */

import type { Actor, Scenario, Step } from '../../fuzz/scenario/scenario.ts';
import { isRealTime, signalNumber } from '../../fuzz/scenario/signals.ts';
import { processCount } from '../../fuzz/scenario/validate.ts';
import { flatSteps, sendingOf } from '../../fuzz/shrink/edit.ts';

export interface Failure {
  what: string;
  fails: (scenario: Scenario) => boolean;
  /** Processes, steps and settings of the minimum, as `size` counts them; `parent` counts as one setting of each actor but `main`. */
  minimum: readonly [processes: number, steps: number, settings: number];
}

const ended = (step: Step): string | undefined => ('exit' in step ? step.exit.actor : 'die' in step ? step.die.actor : undefined);
const entries = (scenario: Scenario): [string, Actor][] => Object.entries(scenario.actors);
const sendsTo = (step: Step, to: string, signal?: string): boolean => {
  const sending = sendingOf(step);
  return sending?.to === to && (signal === undefined || sending.signal === signal);
};

/** Whether steps that each of these holds for come in this order. */
function inOrder(steps: readonly Step[], ...each: ((step: Step) => boolean)[]): boolean {
  let at = 0;
  for (const step of steps) if (each[at]?.(step) === true) at++;
  return at === each.length;
}

function mostWhileFrozen(scenario: Scenario): number {
  const counts = new Map<string, number>();
  let most = 0;
  let frozen = false;
  for (const step of flatSteps(scenario)) {
    if ('freeze' in step || 'thaw' in step) {
      frozen = 'freeze' in step;
      counts.clear();
    }
    const sending = sendingOf(step);
    if (!frozen || sending?.to !== 'init' || isRealTime(signalNumber(sending.signal))) continue;
    const count = (counts.get(sending.signal) ?? 0) + 1;
    counts.set(sending.signal, count);
    most = Math.max(most, count);
  }
  return most;
}

function mostRealTime(scenario: Scenario): number {
  const counts = new Map<string, number>();
  for (const step of flatSteps(scenario)) {
    const sending = sendingOf(step);
    if (sending?.to === 'init' && isRealTime(signalNumber(sending.signal)))
      counts.set(sending.signal, (counts.get(sending.signal) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

const ALL: readonly Failure[] = [
  {
    what: 'an orphan gets SIGTERM and then ends',
    fails: (s) =>
      entries(s).some(
        ([name, { parent }]) =>
          parent !== undefined &&
          parent !== 'main' &&
          inOrder(
            flatSteps(s),
            (step) => ended(step) === parent,
            (step) => sendsTo(step, name, 'SIGTERM'),
            (step) => ended(step) === name,
          ),
      ),
    minimum: [3, 5, 2],
  },
  { what: '65 processes or more', fails: (s) => processCount(s) >= 65, minimum: [65, 1, 2] },
  {
    what: 'one signal number is sent',
    fails: (s) => flatSteps(s).some((step) => sendingOf(step)?.signal === 'SIGRTMIN+13'),
    minimum: [1, 1, 0],
  },
  {
    what: 'a parent that ignores SIGTERM gets it, then its child that notes it gets SIGUSR1',
    fails: (s) =>
      entries(s).some(
        ([name, { parent, on }]) =>
          parent !== undefined &&
          (on?.SIGTERM ?? on?.all) === 'note' &&
          (s.actors[parent]?.on?.SIGTERM ?? s.actors[parent]?.on?.all) === 'ignore' &&
          inOrder(
            flatSteps(s),
            (step) => sendsTo(step, parent, 'SIGTERM'),
            (step) => sendsTo(step, name, 'SIGUSR1'),
          ),
      ),
    minimum: [2, 3, 5],
  },
  { what: 'a standard signal twice while the init is frozen', fails: (s) => mostWhileFrozen(s) >= 2, minimum: [1, 3, 0] },
  { what: 'a real-time signal three times to the init', fails: (s) => mostRealTime(s) >= 3, minimum: [1, 3, 0] },
  {
    what: 'another ends together with main, before it',
    fails: (s) =>
      s.steps.some(
        (step) =>
          'together' in step &&
          step.together.map(ended).indexOf('main') > 0 &&
          step.together.some((one) => ![undefined, 'main'].includes(ended(one))),
      ),
    minimum: [2, 3, 2],
  },
  {
    what: 'a blocked signal is sent to the init',
    fails: (s) => flatSteps(s).some((step) => s.launch.blocked?.some((name) => sendsTo(step, 'init', name))),
    minimum: [1, 1, 2],
  },
  {
    what: 'main exits with a high code',
    fails: (s) => flatSteps(s).some((step) => 'exit' in step && step.exit.actor === 'main' && step.exit.code >= 128),
    minimum: [1, 1, 0],
  },
  {
    what: 'a parent that does not wait has a child that ends',
    fails: (s) =>
      entries(s).some(
        ([name, { parent }]) =>
          parent !== undefined && s.actors[parent]?.waits === false && flatSteps(s).some((step) => ended(step) === name),
      ),
    minimum: [2, 2, 2],
  },
  {
    what: 'standard input closed, and a daemon',
    fails: (s) => s.launch.closed?.includes('stdin') === true && entries(s).some(([, { daemon }]) => daemon === true),
    minimum: [3, 1, 4],
  },
];

const inherits = (scenario: Scenario): boolean => Object.values(scenario.actors).some(({ parent }) => parent === 'init');

/** A child that the init has from the start saves the step that forks one: the minimum is known for scenarios without. */
export const FAILURES: readonly Failure[] = ALL.map((failure) => ({
  ...failure,
  fails: (scenario) => !inherits(scenario) && failure.fails(scenario),
}));
