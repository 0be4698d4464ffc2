/** What was seen in a run, in words, for what a property says where it holds: from the trace and the program alone. */
import type { Program } from '../compile/program.ts';
import { signalName } from '../scenario/signals.ts';
import type { Trace, TraceEvent } from '../trace/trace.ts';
import { ended } from './happened.ts';

interface Shown {
  program: Program;
  trace: Trace;
}

/** `no process`, `1 process`, `3 processes`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count === 0 ? 'no' : count} ${count === 1 ? one : many}`;

export const count = ({ trace }: Shown, kind: TraceEvent['kind']): number => trace.events.filter((event) => event.kind === kind).length;

/** How often all could be looked at: `the tree was at rest 3 times`. */
export const atRest = (shown: Shown): string => `the tree was at rest ${counted(count(shown, 'settled'), 'time')}`;

/** How the init ended: `exited with 7`, or that it did not. */
export const initEnd = ({ trace }: Shown): string => (trace.exit === undefined ? 'was there to the end of the run' : ended(trace.exit));

/** `SIGHUP, SIGTERM (2 times)`; `none`. */
function list(signals: readonly number[]): string {
  const each = [...new Set(signals)].map((signal) => {
    const times = signals.filter((other) => other === signal).length;
    return times === 1 ? signalName(signal) : `${signalName(signal)} (${times} times)`;
  });
  return each.join(', ') || 'no signal';
}

/** What was sent to the init. */
export const sentToInit = ({ program }: Shown): string =>
  list(program.ops.flatMap((op) => (op.op === 'signal' && op.to.kind === 'init' ? op.signal : [])));

/** What main noted. */
export const notedByMain = ({ trace }: Shown): string =>
  list(trace.events.flatMap((event) => (event.kind === 'signal' && event.slot === 0 ? event.signal : [])));

/** Index of the event of main's start: the moment of what is wrong from there on. */
export function startOfMain({ events }: Trace): { event?: number } {
  const event = events.findIndex((one) => one.kind === 'started' && one.slot === 0);
  return event < 0 ? {} : { event };
}

/** The init's end as the moment of a fault, if it has ended. */
export const endOfInit = ({ events, exit }: Trace): { event?: number } => (exit === undefined ? {} : { event: events.length });

/** Whether main was seen to have ended. */
export const mainEnded = ({ trace }: Shown): boolean =>
  trace.events.some((event) => (event.kind === 'died' || event.kind === 'gone') && event.slot === 0);
