/** An init that leaves while somebody whom it has to wait for is on the way out. */
import type { Trace } from '../trace/trace.ts';
import type { Difference, Make } from './difference.ts';
import { waitFor, waitForGrace } from './due.ts';
import { endedAfter, endedSince } from './happened.ts';
import { LIFE } from './life.ts';
import type { Checkpoint, Leaving } from './model/checkpoint.ts';
import type { Observed, Taken } from './observe.ts';

/**
 * The difference, where the init was gone before somebody can have ended: an actor records a signal before it begins to leave upon it, and
 * takes its time from then (native/src/actor/signals.c, actor.c), while the init's end is noted after it has happened. So a busy machine
 * may hide that an init was early, and never makes it so.
 */
export function cutShort(
  point: Checkpoint,
  seen: Observed,
  trace: Trace,
  name: (slot: number) => string,
  at: Make,
): Difference | undefined {
  const { exit } = trace;
  if (exit === undefined) return undefined;
  for (const leaving of point.leaving) {
    const left = (seen.states[leaving.slot] ?? 0) & (LIFE.zombie | LIFE.gone) ? 0 : msLeft(leaving, seen, trace, exit.us);
    if (left <= 0) continue;
    const first = firstTaken(leaving, seen);
    const upon = leaving.upon.find(({ signal }) => signal === first?.signal) ?? leaving.upon[0];
    const who = name(leaving.slot);
    if (upon === undefined)
      return at('left-early', { slot: leaving.slot, expected: waitForGrace(who, leaving), got: endedSince(trace, lastRest(seen, trace)) });
    return at('left-early', {
      slot: leaving.slot,
      expected: waitFor(who, upon),
      got: endedAfter(seen, trace, first, who, upon.signal),
      ...(upon.delay > 0 ? { leftMs: left } : {}),
    });
  }
  return undefined;
}

const isUpon = ({ slot, upon }: Leaving, taken: Taken): boolean =>
  taken.slot === slot && upon.some(({ signal }) => signal === taken.signal);

const firstTaken = (leaving: Leaving, { signals }: Observed): Taken | undefined => signals.find((taken) => isUpon(leaving, taken));

/** How many ms before it may leave the init was gone: before the process can have ended, and before its grace can have been over. */
function msLeft(leaving: Leaving, seen: Observed, trace: Trace, end: number): number {
  const { grace } = leaving;
  const graceLeft = grace === undefined ? Infinity : grace - (end - lastRest(seen, trace) + 1) / 1000;
  return Math.min(leaving.upon.length === 0 ? Infinity : msBeforeEnd(leaving, seen, trace, end), graceLeft);
}

/** When all were last at rest, µs: what the init waits for began later. */
const lastRest = (seen: Observed, { events }: Trace): number =>
  events.slice(0, seen.event).findLast(({ kind }) => kind === 'settled')?.us ?? 0;

/** All that it takes where it has not even begun. */
function msBeforeEnd(leaving: Leaving, seen: Observed, { events }: Trace, end: number): number {
  const ends = seen.signals
    .filter((taken) => isUpon(leaving, taken))
    .map(({ event, signal }) => earliestEnd(events[event]?.us ?? 0, leaving, signal));
  if (ends.length === 0) return Math.max(MOMENT, ...leaving.upon.map(({ delay }) => delay));
  // Both times are cut to whole µs.
  return (Math.min(...ends) - end - 1) / 1000;
}

/** ms: of one that leaves at once, and was never seen to begin. */
const MOMENT = 0.001;

const earliestEnd = (us: number, { upon }: Leaving, signal: number): number =>
  us + 1000 * (upon.find((reaction) => reaction.signal === signal)?.delay ?? 0);
