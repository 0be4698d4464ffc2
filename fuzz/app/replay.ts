/** Cases of applications, run again. */
import type { Application, Init } from './application.ts';
import type { AppCase } from './case.ts';
import { type Cause, causeOf } from './cause.ts';
import { judge, type Verdict } from './judge.ts';
import { type Run, runSchedule } from './run.ts';

/** How one run of a case came out. */
export interface Replay {
  verdict: Verdict;
  run: Run;
  cause?: Cause;
}

/** Runs a case `times` times, one run after the other. */
export async function replayApp(app: Application, init: Init, stored: AppCase, times: number, signal?: AbortSignal): Promise<Replay[]> {
  const { terminal, steps, expect } = stored;
  const schedule = { ...(terminal === undefined ? {} : { terminal }), steps };
  const replays: Replay[] = [];
  const starting = !steps.some((step) => 'ready' in step);
  for (let n = 0; n < times && signal?.aborted !== true; n++) {
    const run = await runSchedule(app, init, schedule, { patient: n === 0, ...(signal === undefined ? {} : { signal }) });
    const verdict = judge(run, { codes: expect.codes, mayFail: expect.child === true, starting });
    const [problem] = verdict.kind === 'violated' ? verdict.problems : [];
    replays.push({ verdict, run, ...(problem === undefined ? {} : { cause: causeOf(run, problem, init) }) });
  }
  return replays;
}
