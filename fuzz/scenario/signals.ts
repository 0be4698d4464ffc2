/** The signals of Linux: names, numbers, default actions. Numbers as on x86 and arm (signal(7)). */

const CLASSIC = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGILL',
  'SIGTRAP',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGKILL',
  'SIGUSR1',
  'SIGSEGV',
  'SIGUSR2',
  'SIGPIPE',
  'SIGALRM',
  'SIGTERM',
  'SIGSTKFLT',
  'SIGCHLD',
  'SIGCONT',
  'SIGSTOP',
  'SIGTSTP',
  'SIGTTIN',
  'SIGTTOU',
  'SIGURG',
  'SIGXCPU',
  'SIGXFSZ',
  'SIGVTALRM',
  'SIGPROF',
  'SIGWINCH',
  'SIGIO',
  'SIGPWR',
  'SIGSYS',
] as const;

/** `SIG32` and `SIG33` are the C library's own; `SIGRTMIN` is 34, as programs see it. */
export type SignalName = (typeof CLASSIC)[number] | 'SIG32' | 'SIG33' | 'SIGRTMIN' | `SIGRTMIN+${number}`;

const realTime = Array.from({ length: 31 }, (_, n): SignalName => (n === 0 ? 'SIGRTMIN' : `SIGRTMIN+${n}`));

/** All 64 in order of their number: `SIGNALS[n - 1]` is the name of signal n. */
export const SIGNALS: readonly SignalName[] = [...CLASSIC, 'SIG32', 'SIG33', ...realTime];

const numbers = new Map<string, number>(SIGNALS.map((name, index) => [name, index + 1]));

/** Whether `name` is one of `SIGNALS`. */
export const isSignalName = (name: string): name is SignalName => numbers.has(name);

/** The number of a signal, 1..64. */
export function signalNumber(name: SignalName): number {
  const number = numbers.get(name);
  if (number === undefined) throw new TypeError(`Expected the name of a signal, got \`${name}\``);
  return number;
}

/** The name of signal `number`, 1..64. */
export function signalName(number: number): SignalName {
  const name = SIGNALS[number - 1];
  if (name === undefined) throw new TypeError(`Expected a signal number from 1 to 64, got \`${number}\``);
  return name;
}

export type DefaultAction = 'terminate' | 'core' | 'stop' | 'continue' | 'ignore';

const ACTIONS: Record<Exclude<DefaultAction, 'terminate'>, readonly SignalName[]> = {
  core: ['SIGQUIT', 'SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGSEGV', 'SIGXCPU', 'SIGXFSZ', 'SIGSYS'],
  stop: ['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'],
  continue: ['SIGCONT'],
  ignore: ['SIGCHLD', 'SIGURG', 'SIGWINCH'],
};

const actions: DefaultAction[] = SIGNALS.map((name) => {
  for (const action of ['core', 'stop', 'continue', 'ignore'] as const) if (ACTIONS[action].includes(name)) return action;
  return 'terminate';
});

/** What the kernel does upon signal `number` where the process has not said otherwise (signal(7), "Standard signals"). */
export function defaultAction(number: number): DefaultAction {
  return actions[number - 1] ?? 'terminate';
}

/** Real-time signals queue; the others merge while pending. For the kernel they start at 32 (include/linux/signal.h, SIGRTMIN). */
export const isRealTime = (number: number): boolean => number >= 32;

/**
 * Of signals that are pending together, the synchronous six are taken first, then the others, by number each (kernel/signal.c: SYNCHRONOUS_MASK
 * in next_signal). For `sort`.
 */
export const inTakingOrder = (a: number, b: number): number => rankOf(a) - rankOf(b);
const SYNCHRONOUS: readonly number[] = (['SIGILL', 'SIGTRAP', 'SIGBUS', 'SIGFPE', 'SIGSEGV', 'SIGSYS'] as const).map(signalNumber);
const rankOf = (signal: number): number => (SYNCHRONOUS.includes(signal) ? signal - SIGNALS.length : signal);

export const SIGKILL = 9;
export const SIGCHLD = 17;
export const SIGCONT = 18;
export const SIGSTOP = 19;
