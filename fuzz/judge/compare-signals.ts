/** Signals that actors took in one batch, against how often the model expects them, and in which order. */
import { inTakingOrder, SIGCONT, signalName } from '../scenario/signals.ts';
import type { Difference, Make, Targets } from './difference.ts';
import { GET_NONE, getInOrder, getIt, keptBack, notToIt } from './due.ts';
import { gotBefore, gotFromInit, gotInAll } from './happened.ts';
import type { Checkpoint, Range } from './model/checkpoint.ts';
import type { Observed } from './observe.ts';

interface Count {
  slot: number;
  signal: number;
  sender: string;
  count: number;
  /** Of the first, index in the trace. */
  event: number;
}

/** Few kinds come in one batch: looking through a list beats a Map. */
function countSignals(seen: Observed): Count[] {
  const counts: Count[] = [];
  for (const { slot, signal, sender, event } of seen.signals) {
    const entry = counts.find((count) => count.slot === slot && count.signal === signal && count.sender === sender);
    if (entry) entry.count++;
    else counts.push({ slot, signal, sender, count: 1, event });
  }
  return counts;
}

/**
 * Every difference of one batch; order is looked at where nothing else differs. Where the init has several threads (`threaded`) each may take
 * one of those that are pending for all of them (signal(7)), and then nobody defines the order.
 */
export function compareSignals(point: Checkpoint, seen: Observed, threaded: boolean, targets: Targets, at: Make): Difference[] {
  const found: Difference[] = [];
  if (point.ranges.length === 0 && seen.signals.length === 0) return found;
  const counts = countSignals(seen);
  for (const range of point.ranges) {
    const index = counts.findIndex(({ slot, signal, sender }) => slot === range.slot && signal === range.signal && sender === range.sender);
    const got = index < 0 ? undefined : counts.splice(index, 1)[0];
    const difference = rangeDifference(range, got, seen, at);
    if (difference) found.push(difference);
  }
  for (const rest of counts) {
    const difference = unexpected(rest, point, seen, targets, at);
    if (difference) found.push(difference);
  }
  if (found.length === 0) found.push(...twice(point, seen, at));
  if (found.length === 0 && point.ordered && !threaded) found.push(...outOfOrder(seen, at));
  return found;
}

function rangeDifference(range: Range, got: Count | undefined, seen: Observed, at: Make): Difference | undefined {
  const { slot, signal, sender, min, max } = range;
  const count = got?.count ?? 0;
  if (count >= min && count <= max) return undefined;
  const event = got === undefined ? {} : { event: got.event };
  const more = { slot, signal, expected: getIt(range), got: gotFromInit(seen, slot, signal), ...event };
  if (sender !== 'init') return at('other-signal', { ...more, got: gotInAll(seen, slot, signal) });
  return at(count < min ? 'signal-lost' : 'signal-doubled', more);
}

/** A signal that the model did not expect at all. SIGCHLD of the kernel's is not followed. */
function unexpected(
  { slot, signal, sender, event }: Count,
  point: Checkpoint,
  seen: Observed,
  targets: Targets,
  at: Make,
): Difference | undefined {
  const got = gotFromInit(seen, slot, signal);
  if (sender !== 'init') {
    const kernels = signalName(signal) === 'SIGCHLD';
    return kernels ? undefined : at('other-signal', { slot, signal, expected: GET_NONE, got: gotInAll(seen, slot, signal), event });
  }
  if (point.continues && signal === SIGCONT && targets(slot)) return undefined;
  if (!targets(slot)) return at('stray-signal', { slot, signal, expected: GET_NONE, got, event });
  const others = point.ranges.some((range) => range.signal === signal && range.sender === 'init');
  const expected = others ? notToIt(signal) : keptBack(signal);
  if (point.taken.includes(signal)) return at('signal-passed-on', { slot, signal, expected, got, event });
  return at('signal-invented', { slot, signal, expected: GET_NONE, got, event });
}

/** A key press that the terminal has sent to a process already, and that comes to it from the init as well. */
function twice(point: Checkpoint, seen: Observed, at: Make): Difference[] {
  return point.once.flatMap(({ slot, signal, max }) => {
    const got = seen.signals.filter((one) => one.slot === slot && one.signal === signal);
    const last = got.at(-1);
    if (got.length <= max || last === undefined) return [];
    return [
      at('signal-doubled', { slot, signal, expected: getIt({ min: max, max }), got: gotInAll(seen, slot, signal), event: last.event }),
    ];
  });
}

/** Signals that were pending together are handed out in an order that the kernel defines, and so they must arrive. */
function outOfOrder(seen: Observed, at: Make): Difference[] {
  const last = new Map<number, number>();
  for (const { slot, signal, sender, event } of seen.signals) {
    if (sender !== 'init') continue;
    const before = last.get(slot) ?? 0;
    if (before !== 0 && inTakingOrder(signal, before) < 0)
      return [
        at('signal-out-of-order', {
          slot,
          signal,
          expected: getInOrder(signal, before),
          got: gotBefore(seen, slot, before, signal),
          event,
        }),
      ];
    last.set(slot, signal);
  }
  return [];
}
