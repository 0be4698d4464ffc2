import { directoryOf, environmentOf } from '../fuzz/compile/setting.ts';
import type { Run } from '../fuzz/judge/property.ts';
import { defineProperty } from '../fuzz/judge/property.ts';
import { startOfMain } from '../fuzz/judge/seen.ts';
import type { Violated } from '../fuzz/judge/verdict.ts';
import type { Contract, EnvironmentChange } from '../fuzz/judge/contract.ts';
import { blockedIn, ignoredIn } from '../fuzz/judge/handed-down.ts';
import { compareSignalSets, IGNORED, MASK, type SignalSet, type SignalSetDifference } from '../fuzz/judge/signal-sets.ts';
import { compareEnvironments, type EnvironmentDifference } from '../fuzz/judge/environment.ts';
import type { Launch } from '../fuzz/scenario/scenario.ts';
import { type SignalName, signalNumber } from '../fuzz/scenario/signals.ts';
import type { StartState, Trace } from '../fuzz/trace/trace.ts';

/** What may differ. */
const OUTCOME = {
  starts: 'other',
  children: 'other',
  user: 'other',
  capabilities: 'other',
  'no-new-privs': 'other',
  'ignored-signals': 'other',
  mask: 'other',
  descriptors: 'other',
  directory: 'other',
  session: 'other',
  group: 'other',
  terminal: 'other',
  limits: 'other',
  umask: 'other',
  nice: 'other',
  arguments: 'other',
  environment: 'other',
} as const;
type What = keyof typeof OUTCOME;

const CONSEQUENCE: Readonly<Record<What, string>> = {
  starts: 'The application runs twice: a migration or a job is done twice, and two servers compete for one port.',
  children: 'A process of the entrypoint stays a zombie when it ends, since the application does not know of it; each takes a process id.',
  user: 'The application runs as another user than was asked for: it cannot open its files, or has rights that it should not have.',
  capabilities: 'The application lacks rights that it was given, or has some that were taken away.',
  'no-new-privs': 'Set-uid programs work where they should not, or do not where they should: what protects the container is switched.',
  'ignored-signals':
    'The application ignores other signals than it was to: Ctrl-C, a broken pipe or a stop does nothing, or a hang-up ends what nohup(1) protects.',
  mask: 'The application has other signals blocked than it was to: a stop that is blocked stays pending until it is killed, and one that is not comes too soon.',
  descriptors: 'The application has a file open that is not its own, or lacks one: its logs go nowhere, or a pipe never ends.',
  directory: 'Relative paths of the application lead elsewhere: files are not found or are written to the wrong place.',
  session:
    "Signals to the session and the terminal's hang-up reach others than they should: a closed terminal leaves the application running.",
  group: 'Ctrl-C and signals to the group reach others than they should: what belongs to the application stays, or is hit.',
  terminal: '`docker run -it` is broken: the application is stopped as soon as it reads, or gets no Ctrl-C.',
  limits: 'The application has other limits than the container was given: it runs out of descriptors early, or leaves no core.',
  umask: 'Files of the application have other permissions: others can read them, or a group cannot.',
  nice: 'The application gets more or less processor time than it was given.',
  arguments: 'The application is started with other arguments than those of the image or of `docker run`.',
  environment: 'The application reads another configuration than the container was given: variables are missing or changed.',
};

/** A way in which the child is not as it should be. `detail`: what tells its cause from others; `usual`: why it is no fault. */
interface Differing {
  detail?: string;
  said: string;
  usual?: string;
}

type Check = (run: Run, start: StartState) => readonly Differing[];

/**
 * The main child starts in the state that the contract declares: mask, ignored signals, descriptors, terminal, directory, group, session,
 * umask, nice value, no_new_privs, user, capabilities, limits, arguments, environment; and it is started once.
 */
export const handsDown = defineProperty({
  id: 'hands-down',
  claim: 'the main child starts in the state that the contract declares, once',
  names: [],
  why: 'What an init leaks or loses here breaks applications far away: a blocked SIGTERM that nobody blocked, a descriptor that keeps a pipe open.',
  sources: ['execve(2)', 'signal(7)'],
  reports: ['nerves-project/erlinit 33', 'void-linux/runit 39', 'openSUSE/catatonit 12'],
  contract: ['child'],
  applies: 'where main was started',
  held: ({ trace: { start, starts } }) =>
    `main was started ${starts === 1 ? 'once' : `${starts} times`}, as pid ${start?.pid ?? 0}, in the state that was due`,
  consequence: CONSEQUENCE,
  outcome: OUTCOME,
  watch: ['started', 'signals-handed-down'],
  judge(run) {
    const { start } = run.trace;
    if (start === undefined) return { kind: 'not-applicable' };
    if (failsInStart(run.program)) return { kind: 'inconclusive', why: 'a call that makes the state may have been made to fail' };
    const checks = run.contract.becomes === 'command' ? OF_COMMAND : (Object.entries(CHECKS) as [What, Check][]);
    const [first, ...rest] = checks.flatMap(([what, check]) =>
      check(run, start).map(
        ({ said, ...more }): Violated<What> => ({ kind: 'violated', what, ...more, said: `${what}: ${said}`, ...startOfMain(run.trace) }),
      ),
    );
    return first === undefined ? { kind: 'holds' } : [first, ...rest];
  },
});

/** Whether a placement in the start has a call fail. */
const failsInStart = ({ ops: [first] }: Run['program']): boolean => first?.op === 'at' && first.error > 0;

/** Nothing, where the two are the same. */
function unless(
  expected: string,
  got: string,
  said = `the child should have ${expected || 'none'}, and has ${got || 'none'}`,
): Differing[] {
  return expected === got ? [] : [{ said }];
}

/** By contract, against what starts it: told, and no violation. */
const RESET =
  "Its contract sets ignored signals to their default, though nohup(1) and `trap ''` promise that a program's children ignore them too.";

/** As runtimes do for themselves. */
const RAISED = 'It raises the soft limit for itself, as runtimes do (Go since 1.19, Node), and hands it on.';

/** What becomes of the signals that a C library keeps for itself is not the init's doing. */
const openOfLibrary = ({ open }: Contract, one: SignalSetDifference): Differing =>
  open?.library === true && one.detail.startsWith('library') ? { ...one, usual: OF_LIBRARY } : one;
const OF_LIBRARY = 'A C library keeps these signals for itself: sigprocmask(3) and sigaction(2) as it has them leave them alone (nptl(7)).';

const numbers = (names: readonly SignalName[] = []): number[] => names.map(signalNumber);

/** In the order in which they are told: what breaks an application first. What follows from another is not told beside it. */
const CHECKS: Readonly<Record<What, Check>> = {
  starts: ({ trace: { starts }, contract }) =>
    starts > 1 && contract.starts !== 'again' ? [{ said: `main was started ${starts} times` }] : [],
  children: ({ trace, contract }) => (contract.becomes === 'command' ? foundChildren(trace) : []),
  user: (run, start) => unless(`${userOf(run)}`, `${start.user}`),
  // Another user than root has none (capabilities(7)).
  capabilities: (run, start) =>
    start.user !== userOf(run)
      ? []
      : unless(run.program.launch.capabilities === 'none' || userOf(run) !== 0 ? 'none' : 'some', start.capabilities ? 'some' : 'none'),
  'no-new-privs': ({ program }, start) => unless(`${program.launch.noNewPrivs ?? false}`, `${start.noNewPrivs}`),
  'ignored-signals': ({ program, contract }, start) => {
    const due = ignoredIn(contract.child, program.launch);
    const reset = numbers(program.launch.ignored).filter((n) => !due.includes(n) && !start.ignored.includes(n));
    return [
      ...compareSignalSets(due, start.ignored, IGNORED).map((one) => openOfLibrary(contract, one)),
      ...compareSignalSets(reset, [], IGNORED).map((one) => ({ ...one, usual: RESET })),
    ];
  },
  mask: ({ program, contract }, start) =>
    compareSignalSets(blockedIn(contract.child, program.launch), start.blocked, MASK).map((one) => openOfLibrary(contract, one)),
  descriptors: ({ program, contract }, start) => {
    const due = list(descriptors(program.launch, contract));
    const own = contract.child.descriptors?.adds ?? 0;
    const less = list(lessItsOwn(start.descriptors, contract));
    const more = own === 0 ? '' : `, ${own} more at most`;
    return unless(due, less, `the child should have ${due || 'none'}${more}, and has ${list(start.descriptors) || 'none'}`);
  },
  // getcwd(3) says `(unreachable)` or fails for a directory that is deleted: then the executor reports nothing.
  directory: ({ program, contract }, start) => unless(contract.child.directory ?? directoryOf(program) ?? '', start.directory),
  session: ({ contract }, start) => unless(contract.child.session, owner(start.sid, start.pid)),
  // A session of its own brings a group, and no terminal (setsid(2)).
  group: (run, start) => (isElsewhere(run, start) ? [] : unless(run.contract.child.group, owner(start.pgid, start.pid))),
  terminal: (run, start) => (isElsewhere(run, start) ? [] : terminal(run, start)),
  limits: ({ contract }, { changedLimits, raisedLimits }) =>
    changedLimits.map((limit) => ({
      detail: limit,
      said: `${limit} is another than the init was started with`,
      ...(raisedLimits.includes(limit) && contract.child.raises?.some((name) => name === limit) === true ? { usual: RAISED } : {}),
    })),
  umask: ({ program, contract }, start) => unless(octal(contract.child.umask ?? program.launch.umask ?? 0o22), octal(start.umask)),
  nice: ({ program }, start) => unless(`${program.launch.nice ?? 0}`, `${start.nice}`),
  arguments: ({ program }, start) => unless(JSON.stringify(program.launch.args ?? []), JSON.stringify(start.args.slice(1))),
  environment: ({ program, contract }, start) =>
    compareEnvironments(environmentOf(program), start.env, changesOf(contract)).map(({ kind, names: which, usual }) => ({
      detail: kind,
      said: IN_WORDS[kind](which.join(', ')),
      ...(usual === undefined ? {} : { usual }),
    })),
};

/** Variables that the contract has the init add, change or take away; any that it adds where that is open. */
const changesOf = ({ child, open }: Contract): EnvironmentChange | undefined =>
  child.environment ?? (open?.environment === true ? { adds: ['*'] } : undefined);

/**
 * Of a program that becomes the command: what none of them is for. To change user, limits, environment or directory is what most are for, and
 * nobody else could; a shell that unblocks or resets signals takes nothing away that a container's start has.
 */
const OF_COMMAND: readonly [What, Check][] = [
  ['starts', CHECKS.starts],
  ['children', CHECKS.children],
  [
    'ignored-signals',
    ({ program, contract }, start) => added([...(program.launch.ignored ?? []), ...addsOf(contract.child.ignored)], start.ignored, IGNORED),
  ],
  [
    'mask',
    ({ program, contract }, start) => added([...(program.launch.blocked ?? []), ...addsOf(contract.child.mask)], start.blocked, MASK),
  ],
];

/** What its makers say that it is for, as of nohup(1) that SIGHUP is ignored. */
const addsOf = (change: Contract['child']['ignored' | 'mask']): readonly SignalName[] =>
  typeof change === 'object' ? (change.adds ?? []) : [];

/** What is in `got` beyond `expected`. */
const added = (expected: readonly SignalName[], got: readonly number[], set: SignalSet): Differing[] =>
  compareSignalSets(
    numbers(expected).filter((signal) => got.includes(signal)),
    got,
    set,
  );

/** Children that it had made before its exec are main's afterwards: it did not make them, and does not know of them (execve(2)). */
function foundChildren({ events }: Trace): Differing[] {
  const first = events.find(({ kind }) => kind === 'strangers' || kind === 'op');
  if (first?.kind !== 'strangers') return [];
  return [
    {
      said: `main has ${first.count === 1 ? 'a child' : `${first.count} children`} that it has not made: nobody waits for what was started before the exec`,
    },
  ];
}

const IN_WORDS: Readonly<Record<EnvironmentDifference['kind'], (names: string) => string>> = {
  lost: (which) => `${which} of the init's environment did not reach the child`,
  changed: (which) => `${which} has another value in the child`,
  added: (which) => `${which} was added`,
  shell: (which) => `${which} was added, as a shell does`,
  runtime: (which) => `${which} was added, as a runtime does`,
  order: () => 'the variables are in another order',
};

/** Whether it is in another session than it should be. */
const isElsewhere = ({ contract }: Run, start: StartState): boolean => owner(start.sid, start.pid) !== contract.child.session;

/** Where the child is as to its controlling terminal. An init that moves it by its stdin cannot where that is closed. */
function terminal({ program: { launch }, contract: { child } }: Run, start: StartState): Differing[] {
  const got = start.foreground < 0 ? 'none' : start.foreground === start.pgid ? 'foreground' : 'background';
  const lost = child.terminal === 'handed-over' && launch.as === 'subreaper';
  const there = launch.terminal !== undefined && !lost;
  if (there && child.terminal !== 'untouched' && launch.closed?.includes('stdin') === true) return [];
  // Who has a group that it should not have is in the background by that.
  if (got === 'background' && owner(start.pgid, start.pid) !== child.group) return [];
  const place = child.terminal === 'untouched' && child.group === 'own' ? 'background' : 'foreground';
  return unless(there ? place : 'none', got, `the child is not where it should be: ${got}`);
}

const octal = (mask: number): string => mask.toString(8).padStart(3, '0');

const owner = (id: number, pid: number): string => (id === pid ? 'own' : id === 1 ? "init's" : `${id}`);

const STANDARD = ['stdin', 'stdout', 'stderr'];

/** By its contract root's child may be another's: setuid(2) asks for a capability. */
const userOf = ({ program: { launch }, contract }: Run): number =>
  launch.user ?? (launch.capabilities === undefined ? contract.child.user : undefined) ?? 0;

/** Those that the child should have, as if the init opened none. */
function descriptors(launch: Launch, { child }: Contract): ReadonlyMap<number, string> {
  const files = new Map((launch.terminal === undefined ? ['null', 'stdout', 'stderr'] : ['terminal', 'terminal', 'terminal']).entries());
  for (const name of launch.full ?? []) files.set(STANDARD.indexOf(name), 'full');
  for (const name of launch.closed ?? []) files.delete(STANDARD.indexOf(name));
  for (const number of child.descriptors?.removes === 'others' ? [] : (launch.open ?? [])) files.set(number, 'extra');
  return files;
}

/** Less files of the init's own, as many as its contract has it leave open. Which numbers they have is chance. */
function lessItsOwn(files: ReadonlyMap<number, string>, { child }: Contract): ReadonlyMap<number, string> {
  const own = [...files].filter(([, file]) => file === 'other').slice(0, child.descriptors?.adds ?? 0);
  return new Map([...files].filter(([fd]) => !own.some(([number]) => number === fd)));
}

const list = (files: ReadonlyMap<number, string>): string =>
  [...files]
    .sort(([a], [b]) => a - b)
    .map(([fd, file]) => `${fd}=${file}`)
    .join(' ');
