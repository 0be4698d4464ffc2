/**
 * Follows what an init does beyond its contract. Where the whole of a difference is that one signal was passed on though the contract keeps
 * it back, or was not though the contract has it so, that is the finding, and the rest of the run is judged by what was done. So nothing
 * that follows from it is told as if it had not been.
 */
import type { Program } from '../compile/program.ts';
import { signalName } from '../scenario/signals.ts';
import type { Trace } from '../trace/trace.ts';
import { type Comparison, compare } from './compare.ts';
import type { Contract } from './contract.ts';
import type { Difference, Targets } from './difference.ts';
import { getPassedOn, keptBack } from './due.ts';
import { gotFromInit, processNow } from './happened.ts';
import { exitCodeOf } from './model/exit-code.ts';
import { holdsOf } from './model/hold.ts';
import { type Divergence, type Prediction, predict } from './model/predict.ts';
import type { Observed } from './observe.ts';
import { asSeen, chosen, startedAs } from './open-contract.ts';
import { isOpen, isOpenDifference } from './open-signals.ts';

export interface Followed {
  contract: Contract;
  prediction: Prediction;
  comparison: Comparison;
}

/** Judges a run by the contract, as far as that goes. `targets`: whom the init may signal at all. */
export function follow(program: Program, trace: Trace, open: Contract, targets: Targets): Followed {
  const contract = chosen(open, trace);
  const seen = asSeen(contract, trace);
  const holds = holdsOf(program, trace);
  const view: View = (divergences) => {
    const prediction = predict(startedAs(program, contract, trace), seen, holds, divergences, trace.init.threads > 1);
    return { contract, prediction, comparison: compare(prediction, trace, program, targets) };
  };
  let known: readonly Divergence[] = [];
  const told: Difference[] = [];
  for (;;) {
    const now = view(known);
    const more = divergencesIn(now, known, trace, view) ?? endedByOpen(now, open, known, trace, view);
    if (more === undefined) return told.length === 0 ? lessOpen(now, open) : withTold(lessOpen(now, open), told);
    const against = more.filter((divergence) => !isOpen(open, program, divergence));
    told.push(...against.map((divergence) => differenceOf(now.comparison, divergence)));
    known = [...known, ...more];
  }
}

const withTold = (now: Followed, told: readonly Difference[]): Followed => ({
  ...now,
  comparison: { ...now.comparison, differences: [...told, ...now.comparison.differences] },
});

/** What nothing explains, less signals that the contract leaves open: where there are no others the rest of the run is not judged. */
function lessOpen(now: Followed, contract: Contract): Followed {
  const { differences, complete } = now.comparison;
  const rest = differences.filter((difference) => !isOpenDifference(contract, difference));
  if (rest.length === differences.length) return now;
  return { ...now, comparison: { ...now.comparison, differences: rest, complete: complete && rest.length > 0 } };
}

/** Signals that the contract leaves open, of the batch in which the init left: main may have ended by them, which the init's code tells. */
function endedByOpen(
  { contract, prediction: { checkpoints }, comparison }: Followed,
  { open }: Contract,
  known: readonly Divergence[],
  trace: Trace,
  view: View,
): readonly Divergence[] | undefined {
  const last = checkpoints.at(-1);
  const { exit } = trace;
  if (open === undefined || last?.init !== 'leaves' || last.ends.length === 0 || comparison.differences.length > 0) return undefined;
  if (exit?.how !== 'exited' || exit.afterOp !== last.op || last.ends.some((how) => exitCodeOf(how, contract) === exit.code))
    return undefined;
  const signals = last.taken.filter((signal) => open.forwards.includes(signalName(signal)));
  const either = signals.map((signal) => ({ op: last.op, signal, forwards: !contract.forwards.includes(signalName(signal)) }));
  const unknown = either.filter(({ op, signal }) => !known.some((other) => other.op === op && other.signal === signal));
  return subsets(unknown.slice(0, MOST_AT_ONCE)).find((some) => some.length > 0 && explains(view([...known, ...some]), last.op, trace));
}

type View = (divergences: readonly Divergence[]) => Followed;

/** The fewest signals that explain the first difference whole, if any do. */
function divergencesIn(now: Followed, known: readonly Divergence[], trace: Trace, view: View): readonly Divergence[] | undefined {
  const [first] = now.comparison.differences;
  if (first === undefined || NEVER_EXPLAINED.includes(first.kind)) return undefined;
  const explain = (some: readonly Divergence[]): boolean => explains(view([...known, ...some]), first.op, trace);
  return choices(now, first, known).slice(0, MOST_VIEWS).find(explain);
}

/** A run has few signals. One with more is judged as far as these go. */
const MOST_VIEWS = 64;
/** Of one op: more that are missed at once show elsewhere by less. */
const MOST_AT_ONCE = 4;

/**
 * One signal of the op, or of one before it: that of the difference first, then the last one, since what was missed may show later. Then
 * several of the op at once.
 */
function choices(
  { contract, prediction }: Followed,
  { op, signal: shown }: Difference,
  known: readonly Divergence[],
): (readonly Divergence[])[] {
  const upTo = prediction.checkpoints.filter((point) => point.op <= op).reverse();
  const all = upTo.flatMap((point) =>
    point.taken.map((signal) => ({ op: point.op, signal, forwards: !contract.forwards.includes(signalName(signal)) })),
  );
  const open = all.filter((one) => !known.some((other) => other.op === one.op && other.signal === one.signal));
  const [own, others] = [open.filter(({ signal }) => signal === shown), open.filter(({ signal }) => signal !== shown)];
  const here = open.filter((one) => one.op === op).slice(0, MOST_AT_ONCE);
  return [...[...own, ...others].map((one) => [one]), ...subsets(here).filter(({ length }) => length > 1)];
}

/** All of them, small ones first. */
function subsets<T>(items: readonly T[]): T[][] {
  const sets: T[][] = [[]];
  for (const item of items) for (const set of [...sets]) sets.push([...set, item]);
  return sets.sort((a, b) => a.length - b.length);
}

/** These say of the init alone that it does not go on. */
const NEVER_EXPLAINED: readonly Difference['kind'][] = ['never-started'];

/** Whether the view agrees with the trace up to and with the op, and has the init leave there if it did, with that code. */
function explains({ contract, prediction, comparison }: Followed, op: number, { exit }: Trace): boolean {
  const point = prediction.checkpoints.find((one) => one.op === op);
  if (point === undefined || comparison.differences.some((difference) => difference.op <= op)) return false;
  if (point.init !== 'leaves' || comparison.left) return true;
  const codes = point.leftUpon?.codes ?? point.ends.map((how) => exitCodeOf(how, contract));
  return exit?.how === 'exited' && codes.includes(exit.code);
}

/** The difference as what it is. Told by the signal itself where somebody has recorded that; else by what came of it. */
function differenceOf({ differences, seen }: Comparison, { op, signal, forwards }: Divergence): Difference {
  const shown = differences.find((difference) => difference.signal === signal);
  const base = { ...(shown ?? (differences[0] as Difference)), op };
  if (!forwards) return { ...base, kind: 'signal-lost', signal, expected: shown?.expected ?? getPassedOn(signal) };
  return { ...base, ...passedOn(seen, base.slot, signal), kind: 'signal-passed-on', signal, expected: keptBack(signal) };
}

/** Who has recorded that it was passed on; else what became of the process at which it shows. */
function passedOn(seen: Observed | undefined, slot: number, signal: number): Partial<Difference> {
  if (seen === undefined) return {};
  const taken = seen.signals.find((one) => one.signal === signal && one.sender === 'init');
  if (taken === undefined) return slot < 0 ? {} : { got: processNow(seen, slot) };
  return { slot: taken.slot, got: gotFromInit(seen, taken.slot, signal), event: taken.event };
}
