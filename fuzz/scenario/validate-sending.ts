/** Checks of `signal` and `queue`: is the sender there, the recipient too, and does the init survive it. */
import type { Recipient, Sender } from './scenario.ts';
import { signalHint } from './signal-hint.ts';
import { isSignalName } from './signals.ts';
import { living, problem, type Walk } from './walk.ts';

/** Whether this is the name of a signal; reports it otherwise. */
export function knownSignal(walk: Walk, kind: string, signal: string): boolean {
  if (isSignalName(signal)) return true;
  problem(walk, [kind, 'signal'], signalHint(signal));
  return false;
}

export interface Sending {
  signal: string;
  to: Recipient;
  from?: Sender;
}

/** Reports what is wrong with sending this, and notes that a SIGCONT may thaw the init. */
export function checkSending(walk: Walk, kind: 'signal' | 'queue', { signal, to, from = 'outside' }: Sending): void {
  if (!knownSignal(walk, kind, signal)) return;
  if (from !== 'outside') checkSender(walk, kind, from);
  const reaches = reachesInit(walk, kind, to, from);
  if (reaches && (from === 'outside' || walk.subreaper) && (signal === 'SIGKILL' || signal === 'SIGSTOP'))
    problem(walk, [kind, 'signal'], (from === 'outside' ? FATAL : UNPROTECTED)[signal]);
  if (reaches && signal === 'SIGCONT' && walk.frozen === true) walk.frozen = 'maybe';
}

/** From outside PID 1 has no protection against these two (pid_namespaces(7)). */
const FATAL = {
  SIGKILL: 'SIGKILL from outside would end the init, and the run with it',
  SIGSTOP: 'SIGSTOP from outside would freeze the init; write `freeze: init`',
} as const;

/** Nor has an init that is not PID 1, from anybody. */
const UNPROTECTED = {
  SIGKILL: 'SIGKILL would end the init, which is not PID 1, and the run with it',
  SIGSTOP: 'SIGSTOP would freeze the init, which is not PID 1; write `freeze: init`',
} as const;

function checkSender(walk: Walk, kind: 'signal' | 'queue', from: string): void {
  if (walk.together && !walk.held) problem(walk, [kind, 'from'], 'steps that happen together are sent from outside');
  else if (from === 'init') problem(walk, [kind, 'from'], 'the init does what it does by itself: the sender is `outside` or an actor');
  else living(walk, from, [kind, 'from']);
}

/** Whether the signal reaches the init, or may with some inits. Reports a recipient that is not there. */
function reachesInit(walk: Walk, kind: 'signal' | 'queue', to: Recipient, from: Sender): boolean {
  if (to === 'init') return true;
  // kill(2): pid -1 leaves out the sender and PID 1.
  if (to === 'everybody') return from === 'outside' || walk.subreaper;
  if (typeof to === 'object') return living(walk, to.group, [kind, 'to', 'group'])?.mainGroup === true;
  living(walk, to, [kind, 'to']);
  return false;
}

/** sigqueue(3) takes the id of one process; there is no queueing to a group or to all. */
export function checkQueue(walk: Walk, value: Sending & { value: number }): void {
  if (value.to === 'everybody' || typeof value.to === 'object')
    problem(walk, ['queue', 'to'], 'a value is queued to the init or to an actor');
  else checkSending(walk, 'queue', value);
  if (!Number.isInteger(value.value) || Math.abs(value.value) > 0x7fffffff)
    problem(walk, ['queue', 'value'], `expected a whole number of 32 bits, got ${value.value}`);
}
