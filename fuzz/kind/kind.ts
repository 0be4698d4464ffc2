/** What kind of program an init under test is, as its first runs show it. */
import type { Trace, WaitStatus } from '../trace/trace.ts';

export type Kind =
  /** It started main as a process of its own. */
  | { kind: 'init' }
  /** It has become main: PID 1 is the command. */
  | { kind: 'command' }
  /** It started main again after main's end; how often in all. */
  | { kind: 'supervisor'; starts: number }
  /** It never started main, and slept. `left`: how it ended upon SIGTERM, if it did. */
  | { kind: 'pause'; left?: WaitStatus; stderr: string }
  /** It never started main, and ended (`left`) or never came to rest. */
  | { kind: 'never-starts'; left?: WaitStatus; stderr: string };

/** Of those that cannot be judged: nothing that a scenario does reaches a command. */
export const startsNothing = ({ kind }: Kind): boolean => kind === 'pause' || kind === 'never-starts';

/** Whether there is an init that can be held at its calls, with its command beside it. */
export const canBeHeld = (kind: Kind): boolean => kind.kind !== 'command' && !startsNothing(kind);

/**
 * What a run shows in which main is told to end (`endMain` of `probe.ts`). `sleeper`: it never started main, and sleeps; a second run tells what it
 * does upon a stop signal. Undefined where the machine ended the run.
 */
export function kindOf(trace: Trace): Kind | 'sleeper' | undefined {
  const { start, starts, exit, bound, stderr } = trace;
  if (starts > 1) return { kind: 'supervisor', starts };
  if (start !== undefined) return { kind: start.pid === 1 ? 'command' : 'init' };
  if (exit !== undefined) return { kind: 'never-starts', left: exit, stderr };
  if (bound === undefined || bound === 'time') return restsIn(trace) ? 'sleeper' : { kind: 'never-starts', stderr };
  return bound === 'busy' || bound === 'output' || bound === 'processes' ? { kind: 'never-starts', stderr } : undefined;
}

/** Whether it slept whenever it was looked at. */
function restsIn({ events }: Trace): boolean {
  const states = events.flatMap((event) => (event.kind === 'settled' ? [event.init] : []));
  return states.length > 0 && states.every((state) => state === 'asleep' || state === 'forever');
}

/** Of a sleeper: by the run in which it is sent a stop signal. */
export const pauseOf = ({ exit, stderr }: Trace): Kind => ({ kind: 'pause', ...(exit === undefined ? {} : { left: exit }), stderr });
