/**
 * Where model and trace differ. Only the first settled op at which they do counts: what comes after follows from it. Each kind of
 * difference is named by one property; one that none names is a fault of ours.
 */
import { inTakingOrder, signalName } from '../scenario/signals.ts';
import type { Trace } from '../trace/trace.ts';
import type { Checkpoint, Range } from './model/checkpoint.ts';
import { LIFE } from './model/checkpoint.ts';
import type { Prediction } from './model/predict.ts';
import type { Observed } from './observe.ts';
import { observe } from './observe.ts';

export interface Difference {
  kind:
    | 'zombie-left'
    | 'left-early'
    | 'stays'
    | 'never-started'
    | 'signal-lost'
    | 'signal-doubled'
    | 'signal-invented'
    | 'signal-out-of-order'
    | 'stray-signal'
    | 'harmed'
    | 'other-signal'
    | 'other-life';
  slot: number;
  signal: number;
  /** Op, expected and observed numbers where there are any. */
  op: number;
  expected: string;
  got: string;
  event: number;
}

/** `complete`: every expected checkpoint was reached and compared. */
export interface Comparison {
  differences: Difference[];
  complete: boolean;
}

/** Compares a trace with what was predicted for its program. `targets`: whether the init may signal a slot at all, by contract. */
export function compare(prediction: Prediction, trace: Trace, slots: number, targets: (slot: number) => boolean): Comparison {
  const observed = observe(trace, slots);
  let index = 0;
  for (const point of prediction.checkpoints) {
    const seen = observed[index++];
    if (seen === undefined || seen.op !== point.op || seen.init === 'busy') return { differences: [], complete: false };
    const differences = compareAt(point, seen, trace, targets);
    if (differences.length > 0) return { differences, complete: true };
  }
  return { differences: [], complete: prediction.unsure === undefined };
}

type Targets = (slot: number) => boolean;

function compareAt(point: Checkpoint, seen: Observed, trace: Trace, targets: Targets): Difference[] {
  const at = (kind: Difference['kind'], more: Partial<Difference> = {}): Difference => ({
    kind,
    slot: -1,
    signal: 0,
    op: point.op,
    expected: '',
    got: '',
    event: seen.event,
    ...more,
  });
  const signals = compareSignals(point, seen, targets, at);
  if (point.init === 'leaves') {
    // Everything else was killed by the kernel when the init left.
    if (seen.init !== 'gone') return [...signals, ...compareEnd(point, seen, targets, at)];
    return signals.filter((difference) => difference.kind !== 'other-signal');
  }
  if (seen.init === 'gone') return [at('left-early', { got: describeExit(trace) })];
  if (point.op === -1 && seen.life[0] === LIFE.unborn) return [at('never-started')];
  return [...signals, ...compareLives(point, seen, targets, at)];
}

type Make = (kind: Difference['kind'], more?: Partial<Difference>) => Difference;

/** The init should have left. Where its main child has not even ended, that child has missed something. */
function compareEnd(point: Checkpoint, seen: Observed, targets: Targets, at: Make): Difference[] {
  const lives = point.ends.length > 0 && seen.life[0] === LIFE.live;
  if (!lives) return [at('stays')];
  return [
    point.byInit[0] ? lostEnd(point, seen, 0, at) : at(targets(0) ? 'other-life' : 'harmed', { slot: 0, expected: 'ended', got: 'live' }),
  ];
}

/** A process that what the init sent should have ended or stopped. */
function lostEnd(_point: Checkpoint, _seen: Observed, slot: number, at: Make): Difference {
  return at('signal-lost', { slot, expected: 'taken', got: 'nothing' });
}

function compareLives(point: Checkpoint, seen: Observed, targets: Targets, at: Make): Difference[] {
  const found: Difference[] = [];
  for (let slot = 0; slot < point.life.length; slot++) {
    const expected = point.life[slot] ?? 0;
    const got = seen.life[slot] ?? 0;
    if ((expected & got) === 0) found.push(lifeDifference(point, seen, slot, targets, at));
    else if (got === LIFE.live && point.stopped[slot] !== seen.stopped[slot]) found.push(stopDifference(point, seen, slot, targets, at));
  }
  return found;
}

const dead = LIFE.zombie | LIFE.gone;
const words = (life: number): string => ['unborn', 'live', 'zombie', 'gone'].filter((_, bit) => life & (1 << bit)).join(' or ');

function lifeDifference(point: Checkpoint, seen: Observed, slot: number, targets: Targets, at: Make): Difference {
  const expected = point.life[slot] ?? 0;
  const got = seen.life[slot] ?? 0;
  const more = { slot, expected: words(expected), got: words(got) };
  if (expected === LIFE.gone && got === LIFE.zombie && point.adopted[slot]) return at('zombie-left', more);
  if (expected & dead && got === LIFE.live && point.byInit[slot]) return lostEnd(point, seen, slot, at);
  if (expected === LIFE.live && got & dead) return at(targets(slot) ? 'signal-invented' : 'harmed', more);
  return at('other-life', more);
}

function stopDifference(point: Checkpoint, seen: Observed, slot: number, targets: Targets, at: Make): Difference {
  const more = { slot, expected: point.stopped[slot] ? 'stopped' : 'running', got: seen.stopped[slot] ? 'stopped' : 'running' };
  if (point.byInit[slot]) return at('signal-lost', more);
  return at(targets(slot) ? 'signal-invented' : 'harmed', more);
}

function compareSignals(point: Checkpoint, seen: Observed, targets: Targets, at: Make): Difference[] {
  const counts = new Map<string, { slot: number; signal: number; sender: string; count: number; event: number }>();
  for (const { slot, signal, sender, event } of seen.signals) {
    const key = `${slot} ${signal} ${sender}`;
    const entry = counts.get(key);
    if (entry) entry.count++;
    else counts.set(key, { slot, signal, sender, count: 1, event });
  }
  const found: Difference[] = [];
  for (const range of point.ranges) {
    const key = `${range.slot} ${range.signal} ${range.sender}`;
    const got = counts.get(key);
    counts.delete(key);
    const difference = rangeDifference(range, got?.count ?? 0, got?.event, at);
    if (difference) found.push(difference);
  }
  for (const rest of counts.values()) {
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
function unexpected(
  got: { slot: number; signal: number; sender: string; count: number; event: number },
  targets: Targets,
  at: Make,
): Difference | undefined {
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

function describeExit(trace: Trace): string {
  if (trace.exit === undefined) return 'ended';
  return trace.exit.how === 'exited' ? `exited with ${trace.exit.code}` : `died of ${signalName(trace.exit.signal)}`;
}
