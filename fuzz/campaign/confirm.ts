/** Whether a fault shows again: k times of n. */
import { type Fault, faultsOf } from '../judge/fault.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Examined } from './examination.ts';
import type { FoundTarget } from './find-target.ts';
import type { Lab } from './lab.ts';

export interface Repeats {
  shown: number;
  /** Runs that came to their end: fewer than were wanted where the lab was closed meanwhile. */
  runs: number;
  /** Of the last run that showed it. */
  fault?: Fault;
  examined?: Examined;
}

type Showing = Required<Pick<Repeats, 'fault' | 'examined'>>;

/** Runs at first: enough to tell one that always shows from one that shows every other time (3 % would pass 5 of 5). */
const FIRST_RUNS = 5;
/** Of what a case of the corpus records for the target: how often it shows is said there, and some of them hang for seconds. */
const KNOWN_RUNS = 1;
/** Runs where the first differ among themselves, and of what is kept at last. */
export const MOST_RUNS = 10;

/**
 * Replays with care: 5 times (once where it is `known`), or 10 where the first do not all show it. A harness error counts as a run that
 * does not.
 */
export async function confirm(lab: Lab, scenario: Scenario, target: FoundTarget, signature: string, known = false): Promise<Repeats> {
  const runs = known ? KNOWN_RUNS : FIRST_RUNS;
  const first = await repeat(lab, scenario, target, signature, runs);
  if (first.shown === runs) return first;
  const more = await repeat(lab, scenario, target, signature, MOST_RUNS - runs);
  return { ...first, ...more, shown: first.shown + more.shown, runs: first.runs + more.runs };
}

/** Replays `runs` times with care. */
export async function repeat(lab: Lab, scenario: Scenario, target: FoundTarget, signature: string, runs: number): Promise<Repeats> {
  const all = await Promise.all(Array.from({ length: runs }, () => once(lab, scenario, target, signature)));
  const showing = all.filter((one) => typeof one === 'object');
  return { shown: showing.length, runs: all.filter((one) => one !== 'closed').length, ...showing.at(-1) };
}

/** One careful run: whether the fault with this signature shows. */
export async function shows(lab: Lab, scenario: Scenario, target: FoundTarget, signature: string): Promise<boolean> {
  return typeof (await once(lab, scenario, target, signature)) === 'object';
}

/** One careful run: whether a difference that no property names shows again. What does not is a busy machine's. */
export async function staysUnexplained(lab: Lab, scenario: Scenario, target: FoundTarget): Promise<boolean> {
  const again = await lab.examine(scenario, target, 'careful');
  return again.kind === 'examined' && again.unexplained.length > 0;
}

async function once(lab: Lab, scenario: Scenario, target: FoundTarget, signature: string): Promise<Showing | 'not' | 'closed'> {
  const answer = await lab.examine(scenario, target, 'careful');
  switch (answer.kind) {
    case 'closed':
      return 'closed';
    case 'failed':
      return 'not';
    case 'examined': {
      const fault = faultsOf(answer.judgements).find((one) => one.signature === signature);
      return fault === undefined ? 'not' : { fault, examined: answer };
    }
  }
}
