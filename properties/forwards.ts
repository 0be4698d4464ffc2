import type { Difference } from '../fuzz/judge/difference.ts';
import { defineProperty, differencesOf, nameOf, type Run, sleepInWords, violationsOf } from '../fuzz/judge/property.ts';
import type { Violated } from '../fuzz/judge/verdict.ts';
import { isRealTime, signalName } from '../fuzz/scenario/signals.ts';

const KINDS = ['signal-lost', 'signal-doubled', 'signal-invented', 'signal-out-of-order'] as const;
type Kind = (typeof KINDS)[number];

const SAID = {
  'signal-lost': 'did not get it as often as it must',
  'signal-doubled': 'got it more often than it was sent',
  'signal-invented': 'got what nobody sent',
  'signal-out-of-order': 'got it before one of a lower number that was pending with it',
} as const;

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
  const { kind: what, op, slot, expected, got, event, late } = difference;
  const signal = difference.signal === 0 ? causingSignal(run.program.ops[op]) : difference.signal;
  const named = signal === 0 ? 'a signal' : signalName(signal);
  if (late !== undefined) return { kind: 'violated', what: 'late', said: `${named} is pending and the init ${sleepInWords(late)}`, event };
  const numbers = got ? ` (expected ${expected}, seen ${got})` : '';
  return {
    kind: 'violated',
    what,
    detail: op < 0 ? 'at-start' : isWhileStarting(run, op) ? 'while-starting' : kindOf(signal),
    said: `${named}: ${nameOf(run, slot)} ${SAID[what]}${numbers}`,
    event,
  };
}

/** Whether a placement has made the op happen in the course of the start. */
const isWhileStarting = ({ prediction }: Run, op: number): boolean =>
  prediction.checkpoints.some((point) => point.starts && point.op === op);

/** What is lost at the start, of what was pending or has come then, is lost whatever its number. */
function kindOf(signal: number): string {
  if (signal === 0) return 'effect';
  return isRealTime(signal) && signal > 33 ? 'real-time' : signalName(signal);
}

/** A signal with the default action leaves no record but its effect: it is that of the op. */
function causingSignal(op: { op: string } | undefined): number {
  return op !== undefined && 'signal' in op && op.op === 'signal' ? (op.signal as number) : 0;
}
