/** Makes a failing scenario smaller while it fails. */
import type { Scenario } from '../scenario/scenario.ts';
import { type Candidate, candidates } from './candidates.ts';
import { canonical } from './canonical.ts';

export interface ShrinkOptions {
  /** Calls of the predicate, repeats included. */
  calls: number;
  /** Time in all, ms. A call that has begun is waited for. */
  ms: number;
  /** Candidates one after the other without success. */
  stall: number;
  /** A candidate counts as passing after this many calls without failure; 1 where the failure always shows. See `retriesFor`. */
  retries: number;
  /** Called with each smaller scenario that fails, and the calls so far: the place to save it. */
  onSmaller?: (scenario: Scenario, tries: number) => void;
  signal?: AbortSignal;
}

/**
 * 300 calls: six times what the synthetic failures of the tests take in the median, for failures with many settings or many repeats.
 * 60 s: a person waits, and CI kills what says nothing for minutes. 60 candidates without success: the last round over a minimum of
 * a dozen steps and settings takes fewer, so that what is cut off is at most the polish of values.
 */
export const SHRINK_DEFAULTS = { calls: 300, ms: 60_000, stall: 60, retries: 1 } as const satisfies ShrinkOptions;

/** Why it ended; `minimal`: no candidate is left. */
export type Ended = 'minimal' | 'calls' | 'time' | 'stall' | 'interrupted';

export interface Shrunk {
  scenario: Scenario;
  /** Calls of the predicate. */
  tries: number;
  ended: Ended;
  /** By pass, those that were tried: candidates, and how many of them failed. Tells useful passes from useless ones. */
  passes: Record<string, { candidates: number; successes: number }>;
}

interface State {
  fails: (scenario: Scenario) => Promise<boolean>;
  options: ShrinkOptions;
  deadline: number;
  tries: number;
  stalled: number;
  passes: Shrunk['passes'];
  /** Canonical text of all that passed. */
  passed: Set<string>;
}

/**
 * Shrinks `start`, which has no problems and fails. `fails` says whether a scenario fails in the same way (the same signature); what it
 * throws is thrown. Nothing is tried twice. The result fails as well, and is `start` itself where nothing smaller does.
 */
export async function shrink(start: Scenario, fails: (scenario: Scenario) => Promise<boolean>, options: ShrinkOptions): Promise<Shrunk> {
  const state: State = { fails, options, deadline: performance.now() + options.ms, tries: 0, stalled: 0, passes: {}, passed: new Set() };
  let best = start;
  let left = candidates(best);
  for (;;) {
    const found = await firstFailing(left, state);
    if (typeof found === 'string') return { scenario: best, tries: state.tries, ended: found, passes: state.passes };
    best = found.scenario;
    left = candidates(best, found.next);
    options.onSmaller?.(best, state.tries);
  }
}

/** The first candidate that fails, or why there is none. */
async function firstFailing(left: Iterable<Candidate>, state: State): Promise<Candidate | Ended> {
  for (const candidate of left) {
    const key = canonical(candidate.scenario);
    if (state.passed.has(key)) continue;
    const outcome = await outcomeOf(candidate, state);
    if (outcome === 'failed') return candidate;
    if (outcome !== 'passed') return outcome;
    state.passed.add(key);
  }
  return 'minimal';
}

async function outcomeOf({ scenario, pass }: Candidate, state: State): Promise<'failed' | 'passed' | Ended> {
  const counts = state.passes[pass] ?? { candidates: 0, successes: 0 };
  state.passes[pass] = counts;
  for (let run = 0; run < state.options.retries; run++) {
    const spent = spentBudget(state);
    if (spent !== undefined) return spent;
    if (run === 0) counts.candidates++;
    state.tries++;
    if (!(await state.fails(scenario))) continue;
    counts.successes++;
    state.stalled = 0;
    return 'failed';
  }
  state.stalled++;
  return 'passed';
}

function spentBudget({ options, deadline, tries, stalled }: State): Ended | undefined {
  if (options.signal?.aborted === true) return 'interrupted';
  if (tries >= options.calls) return 'calls';
  if (stalled >= options.stall) return 'stall';
  return performance.now() >= deadline ? 'time' : undefined;
}

/** More repeats cost more than they find: at five the rarest failures worth shrinking (2 of 5) still end at their minimum mostly. */
const MOST_RETRIES = 5;
/** Chance that a candidate that fails is taken for one that passes. */
const MISSED = 0.05;

/** Repeats that a failure needs which showed `shown` times in `runs`: with p = shown/runs, the least r with (1-p)^r <= 5 %, 5 at most. */
export function retriesFor(shown: number, runs: number): number {
  const p = shown / runs;
  if (p >= 1) return 1;
  if (!(p > 0)) return MOST_RETRIES;
  return Math.min(MOST_RETRIES, Math.ceil(Math.log(MISSED) / Math.log(1 - p)));
}
