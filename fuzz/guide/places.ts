/** Where the init was seen to make a call: the places at which it can be held, from a run in which its system calls were recorded. */
import type { Program } from '../compile/program.ts';
import { callName } from '../scenario/calls.ts';
import type { Placement } from '../scenario/scenario.ts';
import type { Trace } from '../trace/trace.ts';

/** `after`: index of the step that leads there; -1 for the start. `nth` counts from that step, or from where somebody was held last. */
export interface Place extends Required<Omit<Placement, 'do' | 'fails'>> {
  after: number;
}

/** Every one that the run came by, in its order. */
export function placesIn({ ops }: Program, { events }: Trace): Place[] {
  const places: Place[] = [];
  const counts = new Map<string, number>();
  const holds = ops.flatMap(({ op, step }) => (op === 'at' ? step : []));
  let after = -1;
  for (const event of events) {
    if (event.kind === 'op') {
      // Of what happens together the last one leads there: what the init does upon the others is not waited for.
      counts.clear();
      if (after >= 0) dropWindow(places, after);
    } else if (event.kind === 'settled' || event.kind === 'held') {
      counts.clear();
      after = event.kind === 'held' ? (holds.shift() ?? after) : (ops[event.index]?.step ?? -1) + 1;
    } else if (event.kind === 'call') {
      const { of, when, index } = event;
      const call = callName(event.call);
      const kind = `${of} ${when} ${call}`;
      const nth = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, nth);
      places.push({ after, call, nth, when, of, index });
    }
  }
  return places;
}

function dropWindow(places: Place[], after: number): void {
  while (places.at(-1)?.after === after) places.pop();
}

/** Without what is the default: it is what a case says. */
export const placementOf = ({ call, nth, when, of, index }: Place): Placement => ({
  call,
  ...(nth === 1 ? {} : { nth }),
  ...(when === 'entry' ? {} : { when }),
  ...(of === 'init' ? {} : { of }),
  ...(index === 0 ? {} : { index }),
});
