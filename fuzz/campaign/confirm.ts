/** Whether a violation shows again: k times of n. */
import { HarnessError } from '../execute/harness-error.ts';
import type { Verdict } from '../judge/verdict.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { FoundTarget } from './find-target.ts';
import type { Examined, Lab } from './lab.ts';

export interface Repeats {
  shown: number;
  /** Runs that came to their end: fewer than were wanted where the lab was closed meanwhile. */
  runs: number;
  /** Of the last run that showed it. */
  verdict?: Extract<Verdict, { kind: 'violated' }>;
  examined?: Examined;
}

type Showing = Required<Pick<Repeats, 'verdict' | 'examined'>>;

/** Runs at first: enough to tell one that always shows from one that shows every other time (3 % would pass 5 of 5). */
const FIRST_RUNS = 5;
/** Runs where the first differ among themselves, and of what is kept at last. */
export const MOST_RUNS = 10;

/** Replays with care: 5 times, or 10 where the first five do not all show it. A harness error counts as a run that does not. */
export async function confirm(lab: Lab, scenario: Scenario, target: FoundTarget, signature: string): Promise<Repeats> {
  const first = await repeat(lab, scenario, target, signature, FIRST_RUNS);
  if (first.shown === FIRST_RUNS) return first;
  const more = await repeat(lab, scenario, target, signature, MOST_RUNS - FIRST_RUNS);
  return { ...first, ...more, shown: first.shown + more.shown, runs: first.runs + more.runs };
}

/** Replays `runs` times with care. */
export async function repeat(lab: Lab, scenario: Scenario, target: FoundTarget, signature: string, runs: number): Promise<Repeats> {
  const all = await Promise.all(Array.from({ length: runs }, () => once(lab, scenario, target, signature)));
  const showing = all.filter((one) => typeof one === 'object');
  return { shown: showing.length, runs: all.filter((one) => one !== 'closed').length, ...showing.at(-1) };
}

/** One careful run: whether the violation with this signature shows. */
export async function shows(lab: Lab, scenario: Scenario, target: FoundTarget, signature: string): Promise<boolean> {
  return typeof (await once(lab, scenario, target, signature)) === 'object';
}

async function once(lab: Lab, scenario: Scenario, target: FoundTarget, signature: string): Promise<Showing | 'not' | 'closed'> {
  try {
    const examined = await lab.examine(scenario, target, true);
    const found = examined.judgements.find((judgement) => judgement.signature === signature && judgement.verdict.kind === 'violated');
    return found?.verdict.kind === 'violated' ? { verdict: found.verdict, examined } : 'not';
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    return error.code === 'closed' ? 'closed' : 'not';
  }
}
