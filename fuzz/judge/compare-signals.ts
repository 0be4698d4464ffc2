/** Signals that actors took in one batch, against how often the model expects them, and in which order. */
import { inTakingOrder, signalName } from '../scenario/signals.ts';
import type { Difference, Make, Targets } from './difference.ts';
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

/** Every difference of one batch; order is looked at where nothing else differs. */
export function compareSignals(point: Checkpoint, seen: Observed, targets: Targets, at: Make): Difference[] {
  const found: Difference[] = [];
  if (point.ranges.length === 0 && seen.signals.length === 0) return found;
  const counts = countSignals(seen);
  for (const range of point.ranges) {
    const index = counts.findIndex(({ slot, signal, sender }) => slot === range.slot && signal === range.signal && sender === range.sender);
    const got = index < 0 ? undefined : counts.splice(index, 1)[0];
    const difference = rangeDifference(range, got?.count ?? 0, got?.event, at);
    if (difference) found.push(difference);
  }
  for (const rest of counts) {
    const difference = unexpected(rest, targets, at);
    if (difference) found.push(difference);
  }
  if (found.length === 0 && point.ordered) found.push(...outOfOrder(seen, at));
  return found;
}

function rangeDifference(range: Range, count: number, event: number | undefined, at: Make): Difference | undefined {
  if (count >= range.min && count <= range.max) return undefined;
  const expected = range.min === range.max ? `${range.min}` : `${range.min} to ${range.max}`;
  const more = { slot: range.slot, signal: range.signal, expected, got: `${count}`, ...(event === undefined ? {} : { event }) };
  if (range.sender !== 'init') return at('other-signal', more);
  return at(count < range.min ? 'signal-lost' : 'signal-doubled', more);
}

/** A signal that the model did not expect at all. SIGCHLD of the kernel's is not followed. */
function unexpected(got: Count, targets: Targets, at: Make): Difference | undefined {
  const more = { slot: got.slot, signal: got.signal, expected: '0', got: `${got.count}`, event: got.event };
  if (got.sender === 'init') return at(targets(got.slot) ? 'signal-invented' : 'stray-signal', more);
  return signalName(got.signal) === 'SIGCHLD' ? undefined : at('other-signal', more);
}

/** Signals that were pending together are handed out in an order that the kernel defines, and so they must arrive. */
function outOfOrder(seen: Observed, at: Make): Difference[] {
  const last = new Map<number, number>();
  for (const { slot, signal, sender, event } of seen.signals) {
    if (sender !== 'init') continue;
    const before = last.get(slot) ?? 0;
    if (before !== 0 && inTakingOrder(signal, before) < 0)
      return [at('signal-out-of-order', { slot, signal, expected: `after ${signalName(signal)}`, got: signalName(before), event })];
    last.set(slot, signal);
  }
  return [];
}
