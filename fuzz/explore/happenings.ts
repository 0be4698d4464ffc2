/** What is made to happen at each system call. */
import { answersOf, type ErrnoName } from '../scenario/answers.ts';
import type { Actor, HeldStep, Scenario } from '../scenario/scenario.ts';
import { SIGNALS, type SignalName } from '../scenario/signals.ts';

export interface Happening {
  name: string;
  /** The signal, where it is one alone. */
  signal?: SignalName;
  /** The call fails so. */
  fails?: ErrnoName;
  steps: HeldStep[];
  /** Not in the course of the start: main does it, or has it done to it, and is not there yet. */
  ofMain?: true;
  /** Further actors, which these make. */
  actors?: Readonly<Record<string, Actor>>;
}

const signal = (name: SignalName, from?: string): HeldStep =>
  from === undefined ? { signal: { signal: name, to: 'init' } } : { signal: { signal: name, to: 'init', from } };
const MAIN_EXITS: HeldStep = { exit: { actor: 'main', code: 3 } };
const MAIN_IS_KILLED: HeldStep = { die: { actor: 'main', signal: 'SIGKILL' } };
const ORPHAN_ENDS: HeldStep = { exit: { actor: 'orphan', code: 4 } };

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

/** From inside the kernel drops these two for PID 1, and of the others what it has no handler for (pid_namespaces(7)). */
const INSIDE: readonly Happening[] = SIGNALS.map(
  (name): Happening => ({ name: `${name} from inside`, steps: [signal(name, 'main')], ofMain: true }),
);

const STOPPED: readonly Happening[] = [
  { name: 'main-stops', steps: [{ stop: 'main' }], ofMain: true },
  { name: 'main-stops-and-goes-on', steps: [{ stop: 'main' }, { continue: 'main' }], ofMain: true },
];

const ON_TERMINAL: readonly Happening[] = ['^C', '^\\', '^Z'].map((key): Happening => ({ name: key, steps: [{ type: key }] }));
const HANGS_UP: Happening = { name: 'hang-up', steps: [{ hangUp: 'terminal' }] };
const RESIZED: Happening = { name: 'resize', steps: [{ resize: { rows: 50, columns: 132 } }] };

/** Somebody's id is taken again by a process that the init has nothing to do with. */
const takes = (of: string, parent: string): Happening => ({
  name: `id-of-${of}-taken`,
  actors: { taker: { parent, pid: { of }, on: { all: 'note' } } },
  steps: [{ fork: 'taker' }, signal('SIGUSR1')],
});

const WITH_ORPHAN: readonly Happening[] = [
  { name: 'orphan-ends', steps: [ORPHAN_ENDS] },
  { name: 'orphan-then-main', steps: [ORPHAN_ENDS, MAIN_EXITS] },
  { name: 'main-then-orphan', steps: [MAIN_EXITS, ORPHAN_ENDS] },
  takes('main', 'orphan'),
  takes('orphan', 'main'),
];

/** Those that there can be in the scenario, wherever. */
export function happeningsFor({ actors, launch }: Scenario): readonly Happening[] {
  return [
    ...ALWAYS,
    ...INSIDE,
    ...STOPPED,
    ...(actors.orphan === undefined ? [] : WITH_ORPHAN),
    ...(launch.terminal === undefined ? [] : [...ON_TERMINAL, HANGS_UP, RESIZED]),
  ];
}

/** Of two that happen one after the other: a signal, and a death. */
const PAIRED = ['SIGTERM', 'SIGRTMIN+1', 'SIGCHLD', 'main-exits', 'orphan-ends'];

export const pairedFor = (scenario: Scenario): readonly Happening[] => happeningsFor(scenario).filter(({ name }) => PAIRED.includes(name));

/** How the call itself can fail: each at its entry. */
export const failuresOf = (call: string): Happening[] => answersOf(call).map((fails) => ({ name: `fails ${fails}`, fails, steps: [] }));
