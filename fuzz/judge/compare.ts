/** Where model and trace differ. Only the first settled op at which they do counts: what comes after follows from it. */
import type { Due, Trace } from '../trace/trace.ts';
import { compareSignals } from './compare-signals.ts';
import { endInWords, endOf } from './end-in-words.ts';
import type { Difference, Make, Targets } from './difference.ts';
import type { Checkpoint } from './model/checkpoint.ts';
import { ADOPTED, ANY_LIFE, BY_INIT, LIFE, STOPPED } from './model/checkpoint.ts';
import type { Prediction } from './model/predict.ts';
import type { Observed } from './observe.ts';
import { observe } from './observe.ts';

/** `complete`: every expected checkpoint was reached and compared. */
export interface Comparison {
  differences: Difference[];
  complete: boolean;
  /** The init has left with its child at the start, as it might. */
  left?: true;
}

/** Compares a trace with what was predicted for its program. `targets`: whether the init may signal a slot at all, by contract. */
export function compare(prediction: Prediction, trace: Trace, slots: number, targets: (slot: number) => boolean): Comparison {
  const observed = observe(trace, slots);
  let index = 0;
  for (const point of prediction.checkpoints) {
    const seen = observed[index++];
    if (seen === undefined || seen.op !== point.op || seen.init === 'busy') return { differences: [], complete: false };
    if (seen.init === 'gone' && mayHaveLeft(point, trace)) return { differences: [], complete: true, left: true };
    const differences = compareAt(point, seen, trace, targets);
    if (differences.length > 0) return { differences, complete: true };
  }
  return { differences: [], complete: prediction.unsure === undefined };
}

const mayHaveLeft = ({ mayExit }: Checkpoint, { exit }: Trace): boolean => exit?.how === 'exited' && mayExit.includes(exit.code);

function compareAt(point: Checkpoint, seen: Observed, trace: Trace, targets: Targets): Difference[] {
  const at = (kind: Difference['kind'], more: Partial<Difference> = {}): Difference => ({
    kind,
    slot: -1,
    signal: 0,
    op: point.op,
    expected: '',
    got: '',
    event: seen.event,
    ...lateness(kind, seen),
    ...more,
  });
  // Where its child may have been ended before it was ready, that is the likely cause.
  if (point.mayExit.length > 0 && (stateOf(seen, 0) & LIFE.live) === 0 && seen.init !== 'gone') return [at('stays')];
  // All else that differs follows from it.
  const wasDue = (stateOf(point, 0) & LIFE.unborn) === 0;
  if (point.starts && wasDue && stateOf(seen, 0) === LIFE.unborn)
    return [at('never-started', { got: seen.init === 'gone' ? describeExit(trace) : '' })];
  const signals = compareSignals(point, seen, targets, at);
  if (point.init === 'leaves') {
    // Everything else was killed by the kernel when the init left.
    if (seen.init !== 'gone') return [...signals, ...compareEnd(point, seen, targets, at)];
    return signals.filter((difference) => difference.kind !== 'other-signal');
  }
  if (seen.init === 'gone') return [at('left-early', { got: describeExit(trace) })];
  return [...signals, ...compareLives(point, seen, targets, at), ...compareTerminal(point, seen, at)];
}

/** What is due of the init where they differ so. */
const DUE: Partial<Record<Difference['kind'], Due>> = { 'zombie-left': 'zombie', stays: 'end', 'signal-lost': 'signal' };

function lateness(kind: Difference['kind'], { late }: Observed): { late?: number } {
  const due = DUE[kind];
  return late === undefined || due === undefined || !late.due.includes(due) ? {} : { late: late.ms };
}

/** Nobody but actors and who types should have changed it. */
function compareTerminal({ terminal: expected }: Checkpoint, { terminal: got }: Observed, at: Make): Difference[] {
  if (expected === undefined || got === undefined) return [];
  const found: Difference[] = [];
  if (got.changed) found.push(at('terminal-settings'));
  if (got.foreground !== expected.foreground) found.push(at('terminal-foreground', { slot: expected.foreground }));
  if (got.input !== expected.input) found.push(at('terminal-input', { expected: `${expected.input}`, got: `${got.input}` }));
  return found;
}

/** The init should have left. Where its main child has not even ended, that child has missed something. */
function compareEnd(point: Checkpoint, seen: Observed, targets: Targets, at: Make): Difference[] {
  const lives = point.ends.length > 0 && (stateOf(seen, 0) & LIFE.live) !== 0;
  if (!lives) return [at('stays')];
  return [
    stateOf(point, 0) & BY_INIT ? lostEnd(0, at) : at(targets(0) ? 'other-life' : 'harmed', { slot: 0, expected: 'ended', got: 'live' }),
  ];
}

/** A process that what the init sent should have ended or stopped. */
function lostEnd(slot: number, at: Make): Difference {
  return at('signal-lost', { slot, expected: 'taken', got: 'nothing' });
}

function compareLives(point: Checkpoint, seen: Observed, targets: Targets, at: Make): Difference[] {
  const found: Difference[] = [];
  for (let slot = 0; slot < point.states.length; slot++) {
    const expected = stateOf(point, slot);
    const got = stateOf(seen, slot);
    if ((expected & got & ANY_LIFE) === 0) found.push(lifeDifference(expected, got, slot, targets, at));
    else if (got & LIFE.live && (expected ^ got) & STOPPED) found.push(stopDifference(expected, got, slot, targets, at));
  }
  return found;
}

const stateOf = ({ states }: { states: readonly number[] }, slot: number): number => states[slot] ?? 0;

const dead = LIFE.zombie | LIFE.gone;
const words = (state: number): string => ['unborn', 'live', 'zombie', 'gone'].filter((_, bit) => state & (1 << bit)).join(' or ');

function lifeDifference(expected: number, got: number, slot: number, targets: Targets, at: Make): Difference {
  const more = { slot, expected: words(expected), got: words(got) };
  if ((expected & ANY_LIFE) === LIFE.gone && got & LIFE.zombie && expected & ADOPTED) return at('zombie-left', more);
  if (expected & dead && got & LIFE.live && expected & BY_INIT) return lostEnd(slot, at);
  if ((expected & ANY_LIFE) === LIFE.live && got & dead) return at(targets(slot) ? 'signal-invented' : 'harmed', more);
  return at('other-life', more);
}

function stopDifference(expected: number, got: number, slot: number, targets: Targets, at: Make): Difference {
  const word = (state: number): string => (state & STOPPED ? 'stopped' : 'running');
  const more = { slot, expected: word(expected), got: word(got) };
  if (expected & BY_INIT) return at('signal-lost', more);
  return at(targets(slot) ? 'signal-invented' : 'harmed', more);
}

function describeExit(trace: Trace): string {
  return trace.exit === undefined ? 'ended' : endInWords(endOf(trace.exit));
}
