/** System calls of a run in which they were recorded, each with what it was asked and what came of it. */
import { callName } from '../scenario/calls.ts';
import type { Trace } from '../trace/trace.ts';

/** A call that came to its end. `who` as in the trace; `at`, `until`: indexes of its entry and exit among the events. */
export interface Call {
  who: number;
  name: string;
  args: readonly number[];
  result: number;
  at: number;
  until: number;
}

/** In the order of their ends. */
export function callsOf({ events }: Trace): Call[] {
  const entered = new Map<number, { name: string; args: readonly number[]; at: number }>();
  return events.flatMap((event, index): Call[] => {
    if (event.kind !== 'call') return [];
    const { who, when, call, args = [], result } = event;
    if (when === 'entry') entered.set(who, { name: callName(call), args, at: index });
    const before = entered.get(who);
    return when === 'exit' && before?.name === callName(call) ? [{ who, ...before, result, until: index }] : [];
  });
}
