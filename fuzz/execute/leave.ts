/** The end of an executor: nothing of it is left, and the kernel has said so; or what is left. */
import { setTimeout } from 'node:timers/promises';
import { type Leftover, leftoverOf } from './leftover.ts';
import { allProcesses, isAlive, lookAt, type ProcessFacts } from './processes.ts';
import type { Taken } from './start.ts';
import { sweep } from './sweep.ts';

export type Left = { kind: 'gone' } | { kind: 'stays'; leftover: Leftover };

/**
 * How long an executor may take to leave, ms, from when it is told to. The kernel tears the namespace of a run at its limit of 200
 * processes down in 10 ms; a guard that hangs is killed after half of this time (start.ts). What is there then stays for good.
 */
const LEAVE_MS = 10_000;
/** Between two looks for the worker of a guard that was killed, ms: it is gone with the first, or the next few. */
const LOOK_MS = 10;

/** Guard and worker of an executor, and the guard's end. The worker is not known before it says hello; neither is where /proc hides it. */
export interface Leaving {
  guard: ProcessFacts | undefined;
  worker: ProcessFacts | undefined;
  taken: Promise<Taken>;
}

/**
 * Resolves when nothing of an executor is left. A guard ends by itself only when its worker is reaped, which the kernel allows once all of
 * the worker's PID namespace is gone (pid_namespaces(7)): its end is the proof. Of one that was killed the worker is looked for, and its
 * control group removed.
 */
export async function leave(leaving: Leaving): Promise<Left> {
  const end = performance.now() + LEAVE_MS;
  const over = new AbortController();
  const late = setTimeout(LEAVE_MS, 'late' as const, { signal: over.signal }).catch(() => 'late' as const);
  const taken = await Promise.race([leaving.taken, late]);
  over.abort();
  if (taken !== 'late' && taken.kind === 'reaped' && taken.status.how === 'exited') return { kind: 'gone' };
  while (rootOf(leaving) !== undefined && performance.now() < end) await setTimeout(LOOK_MS);
  const root = rootOf(leaving);
  if (root !== undefined) return { kind: 'stays', leftover: leftoverOf(root, allProcesses()) };
  await sweep();
  return { kind: 'gone' };
}

/** The guard, with all below it; else its worker, which has another parent by then. */
const rootOf = ({ guard, worker }: Leaving): ProcessFacts | undefined =>
  [guard, worker].flatMap((one) => (one !== undefined && isAlive(one) ? (lookAt(one.pid) ?? []) : []))[0];
