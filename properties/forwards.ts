import type { Difference } from '../fuzz/judge/difference.ts';
import { nameOf } from '../fuzz/judge/name-of.ts';
import { defineProperty, differencesOf, type Run, violationsOf } from '../fuzz/judge/property.ts';
import { sentence } from '../fuzz/judge/sentence.ts';
import { missedClass, signalClass } from '../fuzz/judge/signal-class.ts';
import type { Violated } from '../fuzz/judge/verdict.ts';

const KINDS = ['signal-lost', 'signal-doubled', 'signal-invented', 'signal-passed-on', 'signal-out-of-order'] as const;
type Kind = (typeof KINDS)[number];

/**
 * Each signal of the contract's set that is sent to the ready init reaches whom the contract says: none lost, doubled, invented or out
 * of order. Real-time signals exactly as often as sent; standard ones merge while pending, so between once and as often as sent.
 */
export const forwards = defineProperty({
  id: 'forwards',
  claim: "each signal of the contract's set reaches whom the contract says, exactly",
  names: KINDS,
  why: 'Stopping a container is a SIGTERM to PID 1; an application that does not get it is killed ten seconds later with its work undone.',
  sources: ['signal(7), "Queueing and delivery semantics for standard signals"'],
  reports: ['Yelp/dumb-init 70', 'containers/podman 18095', 'lxc/lxc 2258'],
  outcome: {
    'signal-lost': 'lost',
    late: 'lost',
    'signal-doubled': 'doubled',
    'signal-invented': 'wrong-target',
    'signal-passed-on': 'wrong-target',
    'signal-out-of-order': 'wrong-target',
  },
  watch: ['started', 'noted', 'effects'],
  judge(run) {
    return violationsOf(
      run,
      differencesOf(run, KINDS).map((found) => violationBy(run, found)),
    );
  },
});

function violationBy(run: Run, difference: Difference & { kind: Kind }): Violated<Kind | 'late'> {
  const { kind: what, op, slot, signal: named, expected, got, event, late } = difference;
  if (late !== undefined) return { kind: 'violated', what: 'late', said: sentence(nameOf(run, slot), got, expected), event };
  const signal = named === 0 ? causingSignal(run.program.ops[op]) : named;
  return {
    kind: 'violated',
    what,
    ...detailOf(run, what, op, signal),
    said: sentence(nameOf(run, slot), got, expected),
    event,
  };
}

/** Signals that are taken in another order than they were handed out are one cause, whichever they are. */
function detailOf(run: Run, what: Kind, op: number, signal: number): { detail?: string } {
  if (op < 0) return { detail: 'at-start' };
  if (isWhileStarting(run, op)) return { detail: 'while-starting' };
  return what === 'signal-out-of-order' ? {} : { detail: kindOf(run, what, signal) };
}

/** Whether a placement has made the op happen in the course of the start. */
const isWhileStarting = ({ prediction }: Run, op: number): boolean =>
  prediction.checkpoints.some((point) => point.starts && point.op === op);

/** What is lost at the start, of what was pending or has come then, is lost whatever its number. */
function kindOf({ program }: Run, what: Kind, signal: number): string {
  if (signal === 0) return 'effect';
  return what === 'signal-lost' ? missedClass(signal, program.launch) : signalClass(signal);
}

/** A signal with the default action leaves no record but its effect: it is that of the op. */
function causingSignal(op: { op: string } | undefined): number {
  return op !== undefined && 'signal' in op && op.op === 'signal' ? (op.signal as number) : 0;
}
