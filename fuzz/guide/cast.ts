/** Who is there at a place in a run. */
import type { Program } from '../compile/program.ts';
import type { Cast } from '../generate/happening.ts';
import type { Trace } from '../trace/trace.ts';
import type { Place } from './places.ts';

/** A run of a scenario in which calls were recorded. */
export interface Recorded {
  program: Program;
  trace: Trace;
}

/**
 * Who is there at the place: in the start nobody before main, which is not there before the call `fork` returns, and not while its maker is
 * held.
 */
export function castAt({ program, trace }: Recorded, { after, of, when, index }: Place, fork: number): Cast {
  if (after < 0 && (of === 'child' || index < fork || (index === fork && when === 'entry'))) return { there: [], stays: [] };
  const [there, stays] = [new Set<number>(), new Set<number>()];
  let window = -1;
  for (const event of trace.events) {
    if (event.kind === 'started') for (const slots of [there, stays]) slots.add(event.slot);
    if (event.kind === 'died' || event.kind === 'gone') stays.delete(event.slot);
    if (event.kind !== 'settled') continue;
    // With the init all have ended, and nobody is there to see it.
    if (event.init === 'gone') stays.clear();
    if (window === after) break;
    window = (program.ops[event.index]?.step ?? -1) + 1;
    for (const slot of there) if (!stays.has(slot)) there.delete(slot);
  }
  const names = (slots: Set<number>): string[] => [...new Set([...slots].flatMap((slot) => nameOf(program, slot)))];
  return { there: names(there), stays: names(stays) };
}

const nameOf = ({ processes }: Program, slot: number): string | [] => {
  const process = processes[slot];
  return process === undefined || process.intermediate ? [] : process.actor;
};
