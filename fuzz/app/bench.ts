/** What all runs of an application share: the time that there is, and whose turn it is. */
import type { Application, Init } from './application.ts';
import type { ExamineOptions } from './examine.ts';
import { type Run, type RunOptions, runSchedule } from './run.ts';
import type { Schedule } from './schedule.ts';
import type { Turns } from './turns.ts';

/** What all that runs has in common. */
export interface Bench {
  options: ExamineOptions;
  /** Aborted by the user, or when the time is over. */
  signal: AbortSignal;
  turns: Turns;
  runs: number;
}

/** Whether the time is over, or the user has enough. */
export const isOver = ({ signal }: Bench): boolean => signal.aborted;

/** Runs a schedule in its turn. */
export async function runIn(
  bench: Bench,
  app: Application,
  init: Init,
  schedule: Schedule,
  more: Pick<RunOptions, 'patient' | 'onReady'> = {},
): Promise<Run> {
  const { signal } = bench;
  return bench.turns.take(async (idle) => {
    const run = await runSchedule(app, init, schedule, { ...more, idle, signal });
    bench.runs++;
    bench.options.onProgress?.(bench.runs, init.name);
    return run;
  });
}
