/** What came of one cell: a class for the matrix, and the violation behind it. */
import { PROPERTIES } from '../../properties/index.ts';
import type { Examined } from '../campaign/examination.ts';
import { type Fault, faultsOf } from '../judge/fault.ts';
import { senderOf } from '../judge/observe.ts';
import type { FaultClass } from '../judge/property.ts';
import { signalNumber } from '../scenario/signals.ts';
import type { Happening } from './happenings.ts';

/** What a sound init may show. */
export const SOUND = {
  forwarded: 'the main child has it from the init',
  ended: 'the main child ended by it before it was ready',
  dropped: 'the kernel dropped it: the init had neither blocked nor handled it',
  swallowed: 'the init has it, and is to forward nothing',
  left: 'the init left with its main child',
  'as-due': 'as the model says',
} as const;

/** What only one at fault shows. */
export const AT_FAULT = {
  lost: 'a signal was lost',
  doubled: 'a signal came more often than it was sent',
  'wrong-target': 'a signal came to somebody, or in an order, that it must not',
  died: 'the init ended before it may',
  hung: 'the init stays though it must leave',
  'wrong-code': 'the init left with another code',
  zombie: 'a zombie was left',
  'not-started': 'the command was not started',
  other: 'another property does not hold',
  tampered: 'the record of the run was tampered with: nothing that it says is evidence',
} as const satisfies Record<FaultClass | 'tampered', string>;

/** Neither. */
export const UNDECIDED = {
  expected: 'a deviation that the target declares',
  unreached: 'the init did not come there, or the main child was not there yet',
  inconclusive: 'more than one outcome is sound, and the run says nothing',
  flaky: 'violated, and not when it was run again',
  failed: 'a harness error',
} as const;

export type Outcome = keyof typeof SOUND | keyof typeof AT_FAULT | keyof typeof UNDECIDED;

/** As its property says; of one that a library user has made nobody knows. */
function classOf({ kind, property, signature }: Fault): keyof typeof AT_FAULT {
  if (kind === 'tampered') return 'tampered';
  const [what = ''] = signature.slice(property.length + 1).split(':');
  return PROPERTIES.find(({ id }) => id === property)?.outcome[what] ?? 'other';
}

/** Signatures of the deviations that a run shows. */
export const deviationsIn = ({ judgements }: Examined): Set<string> =>
  new Set(judgements.flatMap(({ verdict, signature }) => (verdict.kind === 'expected' && signature !== undefined ? [signature] : [])));

/** The fault that stands for a run, if there is one: the first. */
export const faultIn = ({ judgements }: Examined): Fault | undefined => faultsOf(judgements)[0];

/** `usual`: deviations that the base itself shows, whatever happens. */
export function outcomeOf(examined: Examined, happening: Happening, usual: ReadonlySet<string>): Outcome {
  const { judgements, trace } = examined;
  const fault = faultIn(examined);
  if (fault !== undefined) return classOf(fault);
  if (trace.bound === 'unreached') return 'unreached';
  if (judgements.some(({ verdict, signature = '' }) => verdict.kind === 'expected' && !usual.has(signature))) return 'expected';
  if (judgements.some(({ verdict }) => verdict.kind === 'inconclusive')) return 'inconclusive';
  return happening.signal === undefined ? 'as-due' : signalOutcome(examined, signalNumber(happening.signal));
}

/** Of what came after the init was held. */
function signalOutcome({ trace }: Examined, signal: number): Outcome {
  const held = trace.events.findIndex((event) => event.kind === 'held');
  const event = trace.events[held];
  const after = trace.events.slice(held);
  if (after.some((one) => one.kind === 'signal' && one.slot === 0 && one.signal === signal && senderOf(one) === 'init')) return 'forwarded';
  const left = isGone(after);
  if (left && trace.exit?.how === 'exited' && trace.exit.code === 128 + signal) return 'ended';
  if (event?.kind === 'held' && !event.takes.includes(signal)) return 'dropped';
  return left ? 'left' : 'swallowed';
}

/** Whether the init has left when what it was held in has settled. */
function isGone(after: Examined['trace']['events']): boolean {
  const settled = after.find((event) => event.kind === 'settled');
  return settled?.kind === 'settled' && settled.init === 'gone';
}
