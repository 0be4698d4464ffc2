import type { Difference } from '../fuzz/judge/difference.ts';
import { nameOf } from '../fuzz/judge/name-of.ts';
import { defineProperty, differencesOf, type Run, violationsOf } from '../fuzz/judge/property.ts';
import { notedByMain, sentToInit } from '../fuzz/judge/seen.ts';
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
  claim: 'each signal that the contract names reaches the processes that it names, as often as it was sent',
  names: KINDS,
  ofInits: 'there is no init that passes signals on: the command gets them itself',
  why: 'Stopping a container is a SIGTERM to PID 1; an application that does not get it is killed ten seconds later with its work undone.',
  sources: ['signal(7), "Queueing and delivery semantics for standard signals"'],
  reports: ['Yelp/dumb-init 70', 'containers/podman 18095', 'lxc/lxc 2258'],
  contract: ['forwards', 'rewrites', 'to', 'keys', 'asSubreaper', 'pollMs', 'open'],
  applies: 'always',
  held: (seen) => `sent to the init: ${sentToInit(seen)}; main noted ${notedByMain(seen)}, and each signal that was due had its effect`,
  consequence: {
    'signal-lost':
      'A signal is lost: what it asks for does not happen. If it is SIGTERM, `docker stop` waits its ten seconds and then kills: requests and writes in progress are lost.',
    late: 'The application gets the signal seconds after it was sent: a stop takes that much longer, or runs into the limit at which everything is killed.',
    'signal-doubled':
      'The application acts twice on one request: most programs take a second SIGINT or SIGTERM as an order to stop at once, without cleaning up.',
    'signal-invented': 'The application gets a signal that nobody meant for it, and may stop, reload or die of it.',
    'signal-passed-on': 'The application gets a signal that the init promises to keep back, and may stop or die of it.',
    'signal-out-of-order':
      'The application is told of things in the wrong order: a reload behind a stop, or a continue before the stop it belongs to.',
  },
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
