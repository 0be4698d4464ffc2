import type { Run } from '../fuzz/judge/property.ts';
import { defineProperty } from '../fuzz/judge/property.ts';
import type { Verdict } from '../fuzz/judge/verdict.ts';
import type { Launch } from '../fuzz/scenario/scenario.ts';
import { type SignalName, signalName, signalNumber } from '../fuzz/scenario/signals.ts';
import type { StartState } from '../fuzz/trace/trace.ts';

/** What may differ, in the order in which it is told: what breaks an application first. */
const OUTCOME = {
  starts: 'other',
  mask: 'other',
  'ignored-signals': 'other',
  descriptors: 'other',
  directory: 'other',
  terminal: 'other',
  group: 'other',
  session: 'other',
  umask: 'other',
  nice: 'other',
  'no-new-privs': 'other',
  user: 'other',
  capabilities: 'other',
  limits: 'other',
  arguments: 'other',
  environment: 'other',
} as const;
type What = keyof typeof OUTCOME;

/**
 * The main child starts in the state that the contract declares: mask, ignored signals, descriptors, terminal, directory, group, session, umask,
 * nice value, no_new_privs, user, capabilities, limits, arguments, environment; and it is started once.
 */
export const handsDown = defineProperty({
  id: 'hands-down',
  claim: 'the main child starts in the state that the contract declares, once',
  names: [],
  why: 'What an init leaks or loses here breaks applications far away: a blocked SIGTERM that nobody blocked, a descriptor that keeps a pipe open.',
  sources: ['execve(2)', 'signal(7)'],
  reports: ['nerves-project/erlinit 33', 'void-linux/runit 39', 'openSUSE/catatonit 12'],
  outcome: OUTCOME,
  watch: ['started', 'signals-handed-down'],
  judge(run) {
    const { start, starts } = run.trace;
    if (start === undefined) return { kind: 'not-applicable' };
    if (failsInStart(run.program)) return { kind: 'inconclusive', why: 'a call that makes the state may have been made to fail' };
    if (starts > 1) return violated('starts', `main was started ${starts} times`);
    for (const check of CHECKS) {
      const { what, expected, got, said, detail } = check(run, start);
      if (expected !== got) return violated(what, said ?? `the child should have ${expected || 'none'}, and has ${got || 'none'}`, detail);
    }
    return { kind: 'holds' };
  },
});

/** Whether a placement in the start has a call fail. */
const failsInStart = ({ ops: [first] }: Run['program']): boolean => first?.op === 'at' && first.error > 0;

const violated = (what: What, said: string, detail?: string): Verdict<What> => ({
  kind: 'violated',
  what,
  ...(detail === undefined ? {} : { detail }),
  said: `${what}: ${said}`,
});

interface Check {
  what: What;
  expected: string;
  got: string;
  said?: string;
  detail?: string;
}

/** Of two sets of signals, what only one of them has. */
function signals(what: What, expected: readonly number[], got: readonly number[]): Check {
  if (expected.length === 0 && got.length === 0) return { what, expected: '', got: '' };
  const missing = expected.filter((n) => !got.includes(n));
  const more = got.filter((n) => !expected.includes(n));
  const said = `the child lacks ${names(missing) || 'none'}, and has ${names(more) || 'none'} beyond what it should`;
  return { what, expected: names(missing), got: names(more), said, detail: kinds([...missing, ...more]) };
}

/**
 * Signals that differ for a cause of their own, hence with a signature of their own: an init may keep a terminal from stopping its child,
 * and a C library may hide its own from the init (nptl(7)).
 */
const KINDS: [string, readonly number[]][] = [
  ['job-control', [20, 21, 22]],
  ['library', [32, 33]],
];

function kinds(differing: readonly number[]): string {
  if (differing.some((n) => !KINDS.some(([, known]) => known.includes(n)))) return 'others';
  return KINDS.flatMap(([kind, known]) => (differing.some((n) => known.includes(n)) ? [kind] : [])).join('+');
}

const names = (numbers: readonly number[]): string =>
  [...numbers]
    .sort((a, b) => a - b)
    .map(signalName)
    .join(' ');
const numbers = (names: readonly SignalName[] = []): number[] => names.map(signalNumber);

const CHECKS: ((run: Run, start: StartState) => Check)[] = [
  ({ program, contract }, start) => signals('mask', contract.child.mask === 'empty' ? [] : numbers(program.launch.blocked), start.blocked),
  ({ program, contract }, start) =>
    signals(
      'ignored-signals',
      numbers(program.launch.ignored).filter((n) => contract.child.ignored === 'inherited' || n > 31),
      start.ignored,
    ),
  ({ program }, start) => ({ what: 'descriptors', expected: descriptors(program.launch), got: list(start.descriptors) }),
  ({ program }, start) => ({ what: 'directory', expected: DIRECTORIES[program.launch.directory ?? '/'], got: start.directory }),
  ({ program, contract }, start) => terminal(program.launch, contract, start),
  ({ contract }, start) => ({ what: 'group', expected: contract.child.group, got: owner(start.pgid, start.pid) }),
  ({ contract }, start) => ({ what: 'session', expected: contract.child.session, got: owner(start.sid, start.pid) }),
  ({ program }, start) => ({ what: 'umask', expected: octal(program.launch.umask ?? 0o22), got: octal(start.umask) }),
  ({ program }, start) => ({ what: 'nice', expected: `${program.launch.nice ?? 0}`, got: `${start.nice}` }),
  ({ program }, start) => ({ what: 'no-new-privs', expected: `${program.launch.noNewPrivs ?? false}`, got: `${start.noNewPrivs}` }),
  ({ program }, start) => ({
    what: 'user',
    expected: `${program.launch.user ?? 0}`,
    got: `${start.user}`,
  }),
  ({ program: { launch } }, start) => ({
    what: 'capabilities',
    expected: launch.capabilities === 'none' || launch.user !== undefined ? 'none' : 'some',
    got: start.capabilities ? 'some' : 'none',
  }),
  (_, start) => ({ what: 'limits', expected: '', got: start.changedLimits.join(' ') }),
  ({ program }, start) => ({
    what: 'arguments',
    expected: JSON.stringify(program.launch.args ?? []),
    got: JSON.stringify(start.args.slice(1)),
  }),
  ({ program }, start) => ({ what: 'environment', expected: variables(program.launch.env ?? {}), got: start.env.join('\n') }),
];

/** Where the child is as to its controlling terminal. An init that moves it by its stdin cannot where that is closed. */
function terminal(launch: Launch, { child }: Run['contract'], start: StartState): Check {
  const got = start.foreground < 0 ? 'none' : start.foreground === start.pgid ? 'foreground' : 'background';
  const lost = child.terminal === 'handed-over' && launch.as === 'subreaper';
  const there = launch.terminal !== undefined && !lost;
  const unknown = there && child.terminal !== 'untouched' && launch.closed?.includes('stdin') === true;
  const place = child.terminal === 'untouched' && child.group === 'own' ? 'background' : 'foreground';
  return { what: 'terminal', expected: unknown ? got : there ? place : 'none', got, said: `the child is not where it should be: ${got}` };
}

/** Paths in the sandbox. getcwd(3) says `(unreachable)` or fails for a directory that is deleted: then the executor reports nothing. */
const DIRECTORIES = { '/': '/', own: '/initproof/own', deleted: '', unreadable: '/initproof/unreadable' };

const octal = (mask: number): string => mask.toString(8).padStart(3, '0');

const owner = (id: number, pid: number): string => (id === pid ? 'own' : id === 1 ? "init's" : `${id}`);

const STANDARD = ['stdin', 'stdout', 'stderr'];

function descriptors(launch: Launch): string {
  const files = new Map((launch.terminal === undefined ? ['null', 'stdout', 'stderr'] : ['terminal', 'terminal', 'terminal']).entries());
  for (const name of launch.full ?? []) files.set(STANDARD.indexOf(name), 'full');
  for (const name of launch.closed ?? []) files.delete(STANDARD.indexOf(name));
  for (const number of launch.open ?? []) files.set(number, 'extra');
  return list(files);
}

const list = (files: ReadonlyMap<number, string>): string =>
  [...files]
    .sort(([a], [b]) => a - b)
    .map(([fd, file]) => `${fd}=${file}`)
    .join(' ');

/** What the executor sets for every init, then what the scenario adds (fuzz/execute/encode.ts). */
const BASE = ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'HOME=/'];
const variables = (added: Record<string, string>): string =>
  [...BASE, ...Object.entries(added).map(([name, value]) => `${name}=${value}`)].join('\n');
