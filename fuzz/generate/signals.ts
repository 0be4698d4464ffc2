/** Which signal. */
import type { Random } from 'fast-check';
import { defaultAction, SIGNALS, type SignalName, signalNumber } from '../scenario/signals.ts';
import { chance, choices, choose, oneOf } from './draw.ts';
import type { Leaning } from './leaning.ts';
import { WEIGHTS } from './weights.ts';

/** What people send to end or to steer a container. */
const POLITE: readonly SignalName[] = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'];
/** What the kernel or an init treats apart: of children, of job control, of terminals. */
const SPECIAL: readonly SignalName[] = ['SIGCHLD', 'SIGCONT', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU', 'SIGWINCH', 'SIGPIPE', 'SIGALRM', 'SIGSEGV'];
const REAL_TIME = SIGNALS.slice(31);
/** What a process can die of by itself. */
const DEADLY = SIGNALS.filter((name) => ['terminate', 'core'].includes(defaultAction(signalNumber(name))));
/** What can be blocked, ignored and reacted to: all but two (signal(7)). */
export const CATCHABLE: readonly SignalName[] = SIGNALS.filter((name) => name !== 'SIGKILL' && name !== 'SIGSTOP');

const CLASSES = { any: SIGNALS, polite: POLITE, special: SPECIAL, realTime: REAL_TIME } as const;
const SIGNAL = choices(WEIGHTS.signal);

/** Any of the 64. */
export function drawAnySignal(random: Random): SignalName {
  return oneOf(random, CLASSES[choose(random, SIGNAL)]);
}

/** Any of the 64, or one of those that the scenario leans on. */
export function drawSignal(random: Random, { signals }: Leaning): SignalName {
  if (signals.length > 0 && chance(random, WEIGHTS.swarm.signalPercent)) return oneOf(random, signals);
  return drawAnySignal(random);
}

/** One that can be caught. */
export function drawCatchable(random: Random, leaning: Leaning): SignalName {
  const signal = drawSignal(random, leaning);
  return signal === 'SIGKILL' || signal === 'SIGSTOP' ? oneOf(random, CATCHABLE) : signal;
}

/** One that a process can die of. */
export function drawDeadly(random: Random, leaning: Leaning): SignalName {
  const signal = drawSignal(random, leaning);
  return DEADLY.includes(signal) ? signal : oneOf(random, DEADLY);
}

/** The telling exit codes: ends of the ranges, those of shells for a failed exec, and 128+n. */
const TELLING_CODES = [0, 1, 2, 127, 128, 129, 137, 143, 254, 255] as const;
const CODE = choices(WEIGHTS.code);

/** An exit code, 0..255. */
export function drawCode(random: Random): number {
  return choose(random, CODE) === 'telling' ? oneOf(random, TELLING_CODES) : random.nextInt(0, 255);
}
