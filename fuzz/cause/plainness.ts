/**
 * Whether a plain `docker run` has what a scenario needs, or which unusual launch or event it takes. Of a shrunk scenario, that is what could
 * not be left out. The tables are complete by their types: who adds a setting or a kind of step says how usual it is.
 */
import type { Actor, Launch, Recipient, Scenario, Step } from '../scenario/scenario.ts';
import { isRealTime, type SignalName, signalNumber } from '../scenario/signals.ts';
import { membersOf, type StepTable, visitStep } from '../scenario/steps.ts';

/** Plain: a `docker run` without options but `-i` and `-t` has it. Else what it needs, a phrase each: `started with SIGCHLD ignored`. */
export type Plainness = { plain: true } | { needs: readonly string[] };

/** Undefined: each container has it, or comes to it by what its application does. */
type Need<Value> = (value: Value) => string | undefined;
type NeedsOf<T> = { readonly [Field in keyof Required<T>]: Need<NonNullable<T[Field]>> };

const usual = (): undefined => undefined;
const needs = (phrase: string) => (): string => phrase;
const list = (names: readonly string[]): string =>
  names.length <= 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
/** Signals that are listed: of more, how many says enough. */
const MOST_SIGNALS = 2;
const signals = (names: readonly SignalName[]): string => (names.length > MOST_SIGNALS ? `${names.length} signals` : list(names));

const LAUNCH: NeedsOf<Launch> = {
  // A command that is missing or no program is a mistake in one line of a Dockerfile.
  command: (command) => (command === 'no-process-left' ? 'started with no room for one more process' : undefined),
  args: usual,
  env: usual,
  blocked: (blocked) => `started with ${signals(blocked)} blocked`,
  ignored: (ignored) => `started with ${signals(ignored)} ignored`,
  closed: (closed) => `started with ${closed.length > 1 ? 'standard descriptors' : list(closed)} closed`,
  open: needs('started with further descriptors open'),
  directory: (directory) => DIRECTORIES[directory],
  umask: needs('started with another umask'),
  nice: needs('started with another nice value'),
  noNewPrivs: (set) => (set ? 'started with no_new_privs' : undefined),
  limits: (limits) => `started with another limit ${list(Object.keys(limits))}`,
  pending: (pending) => `started with ${signals(pending)} pending`,
  // `docker stop` right after the start, a pod that is deleted while it is made: each rollout has some.
  early: (early) => early.flatMap(({ signal }) => sent(signal, 'init') ?? [])[0],
  full: (full) => `started with ${list(full)} full`,
  as: (as) => (as === 'subreaper' ? 'started as a subreaper, not as PID 1' : undefined),
  // `docker run -t`: many are started so.
  terminal: usual,
  tostop: (set) => (set ? 'a terminal with TOSTOP' : undefined),
  user: (user) => (user === 0 ? undefined : 'started as another user than root'),
  capabilities: needs('started without capabilities'),
  pidsLimit: needs('started with few processes allowed'),
  proc: needs('started without /proc'),
};

/** A folder of its own is WORKDIR's. */
const DIRECTORIES: Readonly<Record<NonNullable<Launch['directory']>, string | undefined>> = {
  '/': undefined,
  own: undefined,
  deleted: 'started in a deleted directory',
  unreadable: 'started in a directory that it cannot read',
};

const ACTOR: NeedsOf<Actor> = {
  // `docker exec` and health checks come from outside, many times an hour.
  parent: (parent) => (parent === 'init' ? 'started with children from before' : undefined),
  // Of such a child.
  exited: usual,
  copies: usual,
  on: usual,
  group: usual,
  session: usual,
  daemon: usual,
  waits: usual,
  comm: usual,
  // Servers give up their rights, and sudo is a set-uid program.
  user: usual,
  setuid: usual,
  subreaper: (set) => (set ? 'a process that adopts orphans itself' : undefined),
  cloneParent: (set) => (set ? 'a process made with CLONE_PARENT' : undefined),
  leaderEnds: (set) => (set ? 'a process whose first thread has ended' : undefined),
  pid: needs('a process id that comes round again'),
  vfork: (set) => (set ? 'a process made by vfork' : undefined),
};

const STOPPED = 'a stopped process';
const FROZEN = 'an init that is stopped for a while';

const STEPS: StepTable<void, string | undefined> = {
  fork: usual,
  exit: usual,
  die: usual,
  signal: ({ signal, to }) => sent(signal, to),
  queue: needs('a signal with a value (sigqueue)'),
  stop: needs(STOPPED),
  continue: needs(STOPPED),
  freeze: needs(FROZEN),
  thaw: needs(FROZEN),
  orphan: needs('an init whose parent ends'),
  wait: usual,
  // Two children that end at once, and SIGINT on the heels of SIGTERM, are everyday.
  together: usual,
  storm: usual,
  setpgid: usual,
  setsid: usual,
  exec: usual,
  traceme: needs('a traced process'),
  type: usual,
  hangUp: needs('a terminal that hangs up'),
  resize: usual,
  foreground: usual,
  read: usual,
  write: usual,
  at: ({ fails }) => (fails === undefined ? 'a race' : 'a system call that fails'),
};

/** What people and runtimes send to containers: STOPSIGNAL of public images, reload, a terminal's signals, `docker kill`. */
const SENT_TO_INITS: readonly SignalName[] = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH', 'SIGKILL'];
const STOPPING: readonly SignalName[] = ['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU', 'SIGCONT'];

/** An application may send to its own processes what it likes. */
function sent(signal: SignalName, to: Recipient): string | undefined {
  if (to === 'everybody') return 'a signal to everybody';
  if (to !== 'init') return STOPPING.includes(signal) ? STOPPED : undefined;
  if (SENT_TO_INITS.includes(signal)) return undefined;
  return isRealTime(signalNumber(signal)) ? 'a real-time signal' : `${signal} sent to the init`;
}

/** Fields that need something, each with its phrase. */
function ofFields<T extends object>(table: NeedsOf<T>, settings: T): [field: keyof T, phrase: string][] {
  return Object.entries(settings).flatMap(([field, value]): [keyof T, string][] => {
    const need = (table as Record<string, Need<unknown> | undefined>)[field];
    const phrase = value === undefined ? undefined : need?.(value);
    return phrase === undefined ? [] : [[field as keyof T, phrase]];
  });
}

/** What is blocked only since it has to be pending is said once. */
export function launchNeeds(launch: Launch): [field: keyof Launch, phrase: string][] {
  const { blocked = [], ...rest } = launch;
  const counted = blocked.filter((signal) => rest.pending?.includes(signal) !== true);
  return ofFields(LAUNCH, counted.length === 0 ? rest : { ...rest, blocked: counted });
}

export const actorNeeds = (actor: Actor): [field: keyof Actor, phrase: string][] => ofFields(ACTOR, actor);

/** Of the step itself; those inside of it speak for themselves. */
export const stepNeed = (step: Step): string | undefined => visitStep(step, STEPS, undefined);

/** What a scenario takes beyond a plain `docker run`, each phrase once: of its launch, its actors, its steps. Empty: nothing. */
export function needsOf({ launch, actors, steps }: Scenario): string[] {
  const all = [
    ...launchNeeds(launch).map(([, phrase]) => phrase),
    ...Object.values(actors).flatMap((actor) => actorNeeds(actor).map(([, phrase]) => phrase)),
    ...steps.flatMap((step) => [step, ...(membersOf(step) ?? [])].flatMap((one) => stepNeed(one) ?? [])),
  ];
  return [...new Set(all)];
}

export function plainnessOf(scenario: Scenario): Plainness {
  const all = needsOf(scenario);
  return all.length === 0 ? { plain: true } : { needs: all };
}
