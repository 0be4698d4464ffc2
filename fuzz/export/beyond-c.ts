/** What the C form does not express of a program. A table a kind. */
import type { Op, OpOf, Program } from '../compile/program.ts';
import { EXPRESSED, type Limits, type OpLimits } from './beyond.ts';

const launch: Limits['launch'] = {
  command: ({ command }) => (command === 'no-process-left' ? 'it takes a user id that has no other process' : undefined),
  early: () => 'a signal at a moment of the start takes a tracer',
  terminal: () => 'it takes a pseudo-terminal as controlling one',
  tostop: () => 'it takes a pseudo-terminal',
  as: ({ as }) => (as === 'subreaper' ? 'it takes a second process as PID 1' : undefined),
  capabilities: () => 'it takes a set of capabilities to drop',
  pidsLimit: () => 'it takes a cgroup',
  proc: () => 'it takes a mount namespace',
  directory: ({ directory }) => (directory === 'unreadable' ? 'it takes a folder of another user' : undefined),
  limits: ({ limits = {} }) => ('AS' in limits ? 'the limit holds for what it is compiled with as well' : undefined),
  ignored: ({ ignored = [] }) => library(ignored),
  env: ({ env = {} }) => (Object.keys(env).some((name) => name === '') ? 'a variable without a name' : undefined),
};

const library = (signals: readonly string[]): string | undefined =>
  signals.some((name) => name === 'SIG32' || name === 'SIG33') ? 'SIG32 and SIG33 are the C library’s own' : undefined;

const actors: Limits['actors'] = [
  ['daemon', ({ intermediate }) => intermediate, 'who forks twice is a process that the steps do not name'],
  ['parent: outside', ({ enters }) => enters, 'it takes setns(2)'],
  ['group: {of: …}', ({ group }) => typeof group === 'number', 'the id of another’s group is not known inside'],
  ['subreaper', ({ subreaper }) => subreaper, 'it takes prctl(2) before the fork'],
  ['cloneParent', ({ cloneParent }) => cloneParent, 'it takes clone(2) in an actor'],
  ['leaderEnds', ({ leaderEnds }) => leaderEnds, 'it takes threads'],
  ['vfork', ({ vfork }) => vfork, 'its maker cannot be told anything meanwhile'],
  ['pid', ({ pidOf }) => pidOf >= 0, 'it takes /proc/sys/kernel/ns_last_pid'],
  ['comm', ({ comm }) => comm !== '', 'it takes prctl(2)'],
  ['user', ({ user }) => user !== undefined, 'it takes more user ids than one'],
  ['setuid', ({ setuid, slot }) => setuid && slot !== 0, 'of main alone'],
];

/** Some of `signal` and `traceme` are not: see `op`. */
export const OPS_BEYOND_C = {
  fork: EXPRESSED,
  exit: EXPRESSED,
  die: EXPRESSED,
  signal: EXPRESSED,
  freeze: EXPRESSED,
  thaw: EXPRESSED,
  setpgid: EXPRESSED,
  setsid: EXPRESSED,
  traceme: EXPRESSED,
  at: 'it takes a tracer that holds the init',
  storm: 'orphans that nobody names are not followed',
  orphan: 'it takes a second process as PID 1',
  wait: 'a time in which nothing happens says nothing here',
  type: 'it takes a pseudo-terminal',
  hangUp: 'it takes a pseudo-terminal',
  resize: 'it takes a pseudo-terminal',
  exec: 'it takes a second program',
  foreground: 'it takes a pseudo-terminal',
  read: 'it takes a pseudo-terminal',
  write: 'it takes a pseudo-terminal',
} as const satisfies OpLimits;

function op(step: Op, program: Program): string | undefined {
  if (step.op === 'traceme') return whyNotTraced(step, program);
  if (step.op === 'signal' && step.to.kind === 'everybody') return 'who everybody is, is not known outside of the namespace';
  if (step.op === 'signal' && step.to.kind === 'group') return 'a group has no name outside of the namespace';
  if (step.op === 'signal' && step.value !== undefined) return 'values are not looked at';
  return step.op === 'signal' && (step.signal === 32 || step.signal === 33) ? library([`SIG${step.signal}`]) : undefined;
}

/** Actors of this form wait for no process: as a tracer, and where a child of a traced one ends, they are not those of the model. */
function whyNotTraced(step: OpOf<'traceme'>, { processes, ops }: Program): string | undefined {
  const traced = processes.slice(step.slot, step.slot + step.count);
  if (processes.some(({ parent }) => traced.some(({ slot }) => slot === parent))) return 'the end of a child stops one that is traced';
  const hasEnded = (slot: number): boolean =>
    ops.some((op) => op.step < step.step && (op.op === 'exit' || op.op === 'die') && slot >= op.slot && slot < op.slot + op.count);
  return traced.every(({ parent }) => parent < 0 || hasEnded(parent)) ? undefined : 'it is traced by an actor';
}

/** What C says, it says; the rest is here. */
export const BEYOND_C: Limits = { launch, actors, steps: OPS_BEYOND_C, op };
