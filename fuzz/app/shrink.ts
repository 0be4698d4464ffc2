/** The shortest schedule that still fails: steps are left out, times made round and short. */
import type { Run } from './run.ts';
import { inSteps, msOf, type Schedule, type AppStep } from './schedule.ts';

/** Tries at most: each is a run of an application, of some 0.5 s. */
const MOST = 12;

export interface Shrunk {
  schedule: Schedule;
  /** That shows it. */
  run: Run;
}

/** `shows` runs a schedule, and gives the run if the fault is still there. Undefined where nothing smaller shows it. */
export async function shrinkSchedule(
  schedule: Schedule,
  shows: (smaller: Schedule) => Promise<Run | undefined>,
): Promise<Shrunk | undefined> {
  let best: Shrunk | undefined;
  let tries = 0;
  for (let list = candidates(schedule); list.length > 0 && tries < MOST; ) {
    const [next, ...rest] = list;
    list = rest;
    if (next === undefined) break;
    tries++;
    const run = await shows(next);
    if (run === undefined) continue;
    best = { schedule: next, run };
    list = candidates(next);
  }
  return best;
}

/** Smaller ones, the smallest first: without a step; with shorter, then rounder times. */
export function candidates(schedule: Schedule): Schedule[] {
  const { steps } = schedule;
  const without = steps.flatMap((step, n) => (canGo(step, steps) ? [{ ...schedule, steps: steps.filter((_, at) => at !== n) }] : []));
  const plain = schedule.terminal === true ? [{ steps }] : [];
  const timed = steps.flatMap((step, n) =>
    shorter(step).map((one) => ({ ...schedule, steps: steps.map((other, at) => (at === n ? one : other)) })),
  );
  return [...without, ...plain, ...timed];
}

/** What must end, and the last stop, are what it is about. */
function canGo(step: AppStep, steps: readonly AppStep[]): boolean {
  if ('within' in step || 'ready' in step || 'stays' in step) return false;
  return !isDeed(step) || steps.filter(isDeed).length > 1;
}

const isDeed = (step: AppStep): boolean => 'signal' in step || 'type' in step || 'child' in step;

function shorter(step: AppStep): AppStep[] {
  if ('wait' in step) return times(step.wait).map((wait) => ({ wait }));
  if ('load' in step) return times(step.load, 100).map((load) => ({ load }));
  if ('signal' in step && step.after !== undefined) return times(step.after).map((after) => ({ ...step, after }));
  return [];
}

/** To nothing, a half, and the nearest round number below. */
function times(text: string, least = 0): string[] {
  const ms = msOf(text);
  const round = ms >= 100 ? Math.floor(ms / 100) * 100 : Math.floor(ms / 10) * 10;
  return [...new Set([least, Math.floor(ms / 2), round])].filter((one) => one >= least && one < ms).map(inSteps);
}
