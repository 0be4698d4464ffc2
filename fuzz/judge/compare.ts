/**
 * Where model and trace differ. Only the first settled op at which they do counts: what comes after follows from it, unless `follow.ts`
 * knows what the init did there. Of that op too only what nothing else explains.
 */
import type { Program } from '../compile/program.ts';
import type { Due, Trace } from '../trace/trace.ts';
import { compareLives } from './compare-lives.ts';
import { compareSignals } from './compare-signals.ts';
import { cutShort } from './cut-short.ts';
import type { Difference, Make, Targets } from './difference.ts';
import { beAs, haveInForeground, bytesLeft, leave, START_AS_CHILD, START_MAIN, STAY, TERMINAL_KEPT } from './due.ts';
import { BECAME_MAIN, endedWithMain, goesOnWithMain, type Happened, initNow, processNow, terminalNow, whileAsleep } from './happened.ts';
import { ADOPTED, BY_INIT, LIFE } from './life.ts';
import type { Checkpoint } from './model/checkpoint.ts';
import type { Prediction } from './model/predict.ts';
import { nameOf } from './name-of.ts';
import type { Observed } from './observe.ts';
import { observe } from './observe.ts';

/** `complete`: every expected checkpoint was reached and compared. */
export interface Comparison {
  differences: Difference[];
  complete: boolean;
  /** The init has left with its child at the start, as it might. */
  left?: true;
  /** What was seen at the op at which the comparison ended, since something differs there. */
  seen?: Observed;
}

/** Compares a trace with what was predicted for its program. `targets`: whether the init may signal a slot at all, by contract. */
export function compare(prediction: Prediction, trace: Trace, program: Program, targets: Targets): Comparison {
  const observed = observe(trace, program.processes.length, prediction.command);
  let index = 0;
  for (const point of prediction.checkpoints) {
    const seen = observed[index++];
    if (seen === undefined || seen.op !== point.op || seen.init === 'busy') return { differences: [], complete: false };
    if (seen.init === 'gone' && mayHaveLeft(point, trace)) return { differences: [], complete: true, left: true };
    const differences = compareAt(point, seen, trace, program, prediction.command ? NOBODY : targets);
    if (differences.length > 0) return { differences, complete: true, seen };
  }
  return { differences: [], complete: prediction.unsure === undefined };
}

/** Whom an init may signal, where there is none. */
const NOBODY: Targets = () => false;

/** The parent of what was started is outside, told as 0: it is main now (execve(2)). */
const hasBecomeMain = ({ events }: Trace): boolean =>
  events.some((event) => event.kind === 'started' && event.slot === 0 && event.ppid === 0);

const mayHaveLeft = ({ mayExit }: Checkpoint, { exit }: Trace): boolean => exit?.how === 'exited' && mayExit.includes(exit.code);

function compareAt(point: Checkpoint, seen: Observed, trace: Trace, program: Program, targets: Targets): Difference[] {
  const at: Make = (kind, what) => ({
    kind,
    slot: -1,
    signal: 0,
    op: point.op,
    event: seen.event,
    ...what,
    ...lateness(kind, what.got, seen),
  });
  const name = (slot: number): string => nameOf({ program }, slot);
  const gone = seen.init === 'gone';
  const stays = (): Difference => at('stays', { expected: leave(point), got: goesOnWithMain(seen, trace) });
  // Where its child may have been ended before it was ready, that is the likely cause.
  if (point.mayExit.length > 0 && targets !== NOBODY && (stateOf(seen, 0) & LIFE.live) === 0 && !gone) return [stays()];
  // All else that differs follows from it.
  if (point.starts && targets !== NOBODY && hasBecomeMain(trace))
    return [at('becomes-command', { expected: START_AS_CHILD, got: BECAME_MAIN })];
  const wasDue = (stateOf(point, 0) & LIFE.unborn) === 0;
  if (point.starts && wasDue && stateOf(seen, 0) === LIFE.unborn)
    return [at('never-started', { expected: START_MAIN, got: initNow(seen, trace) })];
  if (gone && point.init !== 'leaves') return [at('left-early', { expected: STAY, got: endedWithMain(seen, trace) })];
  const early = gone ? cutShort(point, seen, trace, name, at) : undefined;
  if (early !== undefined) return [early];
  const signals = compareSignals(point, seen, trace.init.threads > 1, targets, at);
  // Everything else was killed by the kernel when the init left.
  if (gone) return signals.filter((difference) => difference.kind !== 'other-signal');
  if (point.init !== 'leaves')
    return withoutShadows(seen, signals, compareLives(point, seen, targets, at), compareTerminal(point, seen, name, at));
  if (point.ends.length === 0 || (stateOf(seen, 0) & LIFE.live) === 0) return [...signals, stays()];
  return withoutShadows(seen, signals, [missedEnd(point, seen, targets, at)], []);
}

/** What is due of the init where they differ so. */
const DUE: Partial<Record<Difference['kind'], Due>> = { 'zombie-left': 'zombie', stays: 'end', 'signal-lost': 'signal' };

/** Where the init sleeps on for longer than its contract allows, though that is due. */
function lateness(kind: Difference['kind'], got: Happened, { late }: Observed): Partial<Pick<Difference, 'late' | 'got'>> {
  const due = DUE[kind];
  if (late === undefined || due === undefined || !late.due.includes(due)) return {};
  return kind === 'stays' ? { late: late.ms } : { late: late.ms, got: whileAsleep(got, late) };
}

const stateOf = ({ states }: { states: readonly number[] }, slot: number): number => states[slot] ?? 0;

/**
 * What one took or missed shows in its state, and in what becomes of others: who lives on keeps its children from the init. And what
 * becomes of them shows at the terminal. What no property names explains nothing.
 */
function withoutShadows(seen: Observed, signals: Difference[], lives: Difference[], terminal: Difference[]): Difference[] {
  // That a zombie is the init's is the trace's word here, not the model's.
  const isLeft = ({ kind, slot }: Difference): boolean => kind === 'zombie-left' && (stateOf(seen, slot) & ADOPTED) !== 0;
  if (signals.some(isNamed)) return [...signals, ...lives.filter(isLeft)];
  const named = lives.filter(isNamed);
  if (named.some(({ kind }) => kind !== 'zombie-left'))
    return [...signals, ...lives.filter((one) => one.kind !== 'zombie-left' || isLeft(one))];
  return named.length > 0 ? [...signals, ...lives] : [...signals, ...lives, ...terminal];
}

const isNamed = ({ kind }: Difference): boolean => kind !== 'other-signal' && kind !== 'other-life';

/** The init should have left, and its main child has not even ended: that has missed something. */
function missedEnd(point: Checkpoint, seen: Observed, targets: Targets, at: Make): Difference {
  const what = { slot: 0, expected: beAs(stateOf(point, 0)), got: processNow(seen, 0) };
  return at(stateOf(point, 0) & BY_INIT ? 'signal-lost' : targets(0) ? 'other-life' : 'harmed', what);
}

/** Nobody but actors and who types should have changed it. */
function compareTerminal(
  { terminal: expected }: Checkpoint,
  { terminal: got }: Observed,
  name: (slot: number) => string,
  at: Make,
): Difference[] {
  if (expected === undefined || got === undefined) return [];
  const { settings, foreground, input } = terminalNow({ terminal: got }, name);
  const found: Difference[] = [];
  if (got.changed) found.push(at('terminal-settings', { expected: TERMINAL_KEPT, got: settings }));
  if (got.foreground !== expected.foreground)
    found.push(
      at('terminal-foreground', { slot: expected.foreground, expected: haveInForeground(name(expected.foreground)), got: foreground }),
    );
  if (got.input !== expected.input) found.push(at('terminal-input', { expected: bytesLeft(expected.input), got: input }));
  return found;
}
