/** What is made to happen at each system call. */
import { answersOf, type ErrnoName } from '../scenario/answers.ts';
import type { Scenario, TogetherStep } from '../scenario/scenario.ts';
import { SIGNALS, type SignalName } from '../scenario/signals.ts';

export interface Happening {
  name: string;
  /** The signal, where it is one alone. */
  signal?: SignalName;
  /** The call fails so. */
  fails?: ErrnoName;
  steps: TogetherStep[];
}

const signal = (name: SignalName): TogetherStep => ({ signal: { signal: name, to: 'init' } });
const MAIN_EXITS: TogetherStep = { exit: { actor: 'main', code: 3 } };
const MAIN_IS_KILLED: TogetherStep = { die: { actor: 'main', signal: 'SIGKILL' } };
const ORPHAN_ENDS: TogetherStep = { exit: { actor: 'orphan', code: 4 } };

/** From outside these two end the init, or freeze it: PID 1 has no protection against its ancestors (pid_namespaces(7)). */
const FATAL: readonly SignalName[] = ['SIGKILL', 'SIGSTOP'];

const ALWAYS: readonly Happening[] = [
  ...SIGNALS.filter((name) => !FATAL.includes(name)).map((name): Happening => ({ name, signal: name, steps: [signal(name)] })),
  { name: 'main-exits', steps: [MAIN_EXITS] },
  { name: 'main-is-killed', steps: [MAIN_IS_KILLED] },
  { name: 'signal-then-main', steps: [signal('SIGTERM'), MAIN_EXITS] },
  { name: 'main-then-signal', steps: [MAIN_EXITS, signal('SIGTERM')] },
  {
    name: 'burst',
    steps: ['SIGHUP', 'SIGTERM', 'SIGTERM', 'SIGUSR2', 'SIGRTMIN+2', 'SIGRTMIN+2'].map((name) => signal(name as SignalName)),
  },
  { name: 'false-sigchld', steps: [signal('SIGCHLD'), signal('SIGUSR2')] },
];

const WITH_ORPHAN: readonly Happening[] = [
  { name: 'orphan-ends', steps: [ORPHAN_ENDS] },
  { name: 'orphan-then-main', steps: [ORPHAN_ENDS, MAIN_EXITS] },
  { name: 'main-then-orphan', steps: [MAIN_EXITS, ORPHAN_ENDS] },
];

/** Those that there can be in the scenario, wherever. */
export function happeningsFor({ actors }: Scenario): readonly Happening[] {
  return actors.orphan === undefined ? ALWAYS : [...ALWAYS, ...WITH_ORPHAN];
}

/** Of two that happen one after the other: a signal, and a death. */
const PAIRED = ['SIGTERM', 'SIGRTMIN+1', 'SIGCHLD', 'main-exits', 'orphan-ends'];

export const pairedFor = (scenario: Scenario): readonly Happening[] => happeningsFor(scenario).filter(({ name }) => PAIRED.includes(name));

/** How the call itself can fail: each at its entry. */
export const failuresOf = (call: string): Happening[] => answersOf(call).map((fails) => ({ name: `fails ${fails}`, fails, steps: [] }));
