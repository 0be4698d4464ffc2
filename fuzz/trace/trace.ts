/**
 * The trace: what the kernel showed in one run, in order. Made by `decode.ts` from the executor's bytes; judged by `judge/`.
 *
 * Processes are named by slot (see `compile/program.ts`), the init by `INIT`, a process that the scenario does not know by `STRANGER`.
 */

/** Slot numbers of those that are no actor. */
export const INIT = -1;
export const OUTSIDE = -2;
export const STRANGER = -3;

export interface Trace {
  events: TraceEvent[];
  /** The init's end: its wait status as seen by the executor; absent where the executor had to kill it. */
  exit?: WaitStatus & { afterOp: number; us: number };
  /** Why the run ended before its last op, if it did. */
  bound?: Bound;
  /** What of the record disagrees with the kernel; absent where nothing does. Nothing else in such a trace is evidence. */
  tampered?: Tampering[];
  /** The state in which `main` started; absent where it never did. How often the command was started. */
  start?: StartState;
  starts: number;
  /** The init was forked from one that had been exec'ed before, up to its `main`. Absent where it was exec'ed plainly. */
  zygote?: true;
  init: InitUsage;
  /**
   * What the init wrote, as UTF-8, lossy: 4 KiB each; of more the first half and the last, with a line `[...]` between them (native/src/
   * result.c). On a terminal all of it is in `stdout`, amid echoes. `main` writes nothing but what a step says.
   */
  stdout: string;
  stderr: string;
  /** Whole run, µs of CLOCK_MONOTONIC from just before the init's clone to its end. */
  us: number;
  /** Of `us`: for which the run has given its CPU to others, since its init slept until a time-out of its own. */
  lentUs: number;
}

export type WaitStatus = { how: 'exited'; code: number } | { how: 'signalled'; signal: number; core: boolean };

/**
 * `time`: quiescence not reached in the time allowed while the init was not the one that was busy (the machine was, or an actor).
 * `busy`: not reached because the init itself kept running or waking. `events`, `output`, `processes`: more than is kept.
 * `unavailable`: the machine does not have what the launch or an actor asks for; nothing was run, or nothing from there on.
 * `memory`: the run used more memory than a run may.
 * `threads`: the launch limits the processes, and the init has threads of its own, each of which is one for the kernel.
 * `commands`: an actor that was stopped was told more than it can keep for later; it is the scenario that does so.
 * `unready`: the init did not write the line by which it says that it is ready, in the time that its target file gives it.
 * `unreached`: the init never came to the call at which it was to be held, or an actor was to do something there that did not run yet.
 */
export type Bound =
  | 'time'
  | 'busy'
  | 'events'
  | 'output'
  | 'processes'
  | 'unavailable'
  | 'unreached'
  | 'memory'
  | 'threads'
  | 'commands'
  | 'unready';

/** Why a run with that bound could not be judged to its end, each in one clause. */
export const BOUNDS: Record<Bound, string> = {
  time: 'the tree did not come to rest in the time allowed, since the machine or an actor was busy',
  busy: 'the init did not come to rest: it kept running or waking',
  events: 'more happened than is recorded',
  output: 'the init wrote more than is kept',
  processes: 'there were more processes than a run may have',
  unavailable: 'this machine does not have what the scenario asks for',
  unreached: 'the init never made the system call at which it was to be held, or the process that was to act there did not run',
  memory: 'the run used more memory than a run may',
  unready: 'the init did not write the line of `ready` in the time that its target file gives it',
  threads: 'the launch limits the processes, and the threads of the init count as such',
  commands: 'an actor that was stopped was told more than it can keep for later',
};

/** How a run's record was tampered with: what the kernel alone can have written says otherwise (TAMPERED_* of native/src/wire.h). */
export type Tampering = 'record' | 'role' | 'identity' | 'flood';

/** Each in one sentence. */
export const TAMPERINGS: Record<Tampering, string> = {
  record: 'A process that is no actor has asked for the record of the run.',
  role: "The actor's program was started as an actor that it is not.",
  identity: 'A process says that it is one that the kernel does not show.',
  flood: 'The record was filled with more than a scenario makes.',
};

/** `us`: µs since the init's clone. Order in the array is the order in which things happened as far as the executor could tell. */
export type TraceEvent = { us: number } & Happening;

type Happening =
  /** Op `index` of the program begins. */
  | { kind: 'op'; index: number }
  /**
   * A process runs: ids as inside the namespace, but 1 for the init and 0 for a process outside, also where the init is not PID 1. Daemons'
   * intermediates too.
   */
  | { kind: 'started'; slot: number; pid: number; ppid: number; pgid: number; sid: number }
  /** A process saw a signal: the order of these for one slot is exact. `from`: who sent it, by si_pid. `code`: si_code. */
  | { kind: 'signal'; slot: number; signal: number; from: number; code: number; value: number }
  /** An actor waited for a child. */
  | { kind: 'reaped'; slot: number; child: number; status: WaitStatus }
  /** Observed at quiescence: it has become a zombie; it is gone (reaped by whoever is its parent then). */
  | { kind: 'died'; slot: number }
  | { kind: 'gone'; slot: number }
  | { kind: 'stopped'; slot: number }
  | { kind: 'continued'; slot: number }
  /** Its parent (as slot, INIT, OUTSIDE or STRANGER), group or session (ids inside the namespace) differ from what was seen before. */
  | { kind: 'moved'; slot: number; parent: number; pgid: number; sid: number }
  /** The batch that ends with op `index` has settled; the state of the init then. `us` apart tell how long it took. */
  | { kind: 'settled'; index: number; init: InitState; late?: Late }
  /** Processes that the init or an actor made and that no slot names; how many live at this moment. */
  | { kind: 'strangers'; count: number }
  /** Orphans of a storm that are zombies though the init has come to rest: children of the init that no slot names. */
  | { kind: 'left'; count: number }
  /**
   * The terminal, when something of it has changed: group in the foreground (id inside, 0 for none that is known), bytes that can be read,
   * whether the settings are others than at the start.
   */
  | { kind: 'terminal'; foreground: number; input: number; changed: boolean }
  /** The init, or its child before the exec, is held; `takes`: the signals that the init has blocked or catches, by number. */
  | ({ kind: 'held'; takes: number[] } & Call)
  /** A system call; only where they are recorded. */
  | ({ kind: 'call' } & Recorded & Call);

interface Recorded {
  /** 0: the init; n: the nth process that was made by it, or by one that it has made, before their exec. */
  who: number;
  /** What it returned, at its exit; the low half of it. */
  result: number;
  /** At its entry: the low halves of its first four arguments, as signed numbers. Of clone3 the first is its flags. */
  args?: number[];
  /** The path among its arguments, or the name of a memfd: the first 64 bytes. */
  path?: string;
}

/** Calls that a trace has at most, entries and exits (native/src/executor.h). */
export const MOST_CALLS = 8192;

interface Call {
  of: 'init' | 'child';
  when: 'entry' | 'exit';
  /** Which of the init's since its exec, from 1; 0 of a child's. */
  index: number;
  /** Its number. */
  call: number;
}

export type CallEvent = Extract<TraceEvent, { kind: 'call' }>;

/**
 * `asleep`: in a system call that waits, nothing that it wants pending. `forever`: it has no time-out, so that only an event can wake it,
 * or one longer than any contract can allow. Of all its threads. `stopped`: frozen. `busy`: still running when the time allowed was over.
 * `gone`: it has exited.
 */
export type InitState = 'asleep' | 'forever' | 'stopped' | 'busy' | 'gone';

/** What is due of an init: it has nothing to stay for, a zombie is its own, a signal is pending for it. */
export type Due = 'end' | 'zombie' | 'signal';

/** All threads of the init sleep on while something is due: the shortest of their time-outs, ms, is more than the contract allows. */
export interface Late {
  ms: number;
  due: Due[];
}

/** What `main` found itself with, read before it changed anything. */
export interface StartState {
  pid: number;
  ppid: number;
  pgid: number;
  sid: number;
  /** Signal numbers. */
  blocked: number[];
  ignored: number[];
  /**
   * Open descriptors below 64, each with the identity of its file: 'null', 'stdout', 'stderr', 'extra' (opened as the launch says), 'full',
   * 'terminal', 'other'.
   */
  descriptors: Map<number, string>;
  /** As the executor opened it: '/', 'own', 'deleted' or the path it really is. */
  directory: string;
  umask: number;
  /** Nice value. */
  nice: number;
  /** Whether it can gain no privilege by an exec (prctl(2), PR_SET_NO_NEW_PRIVS). */
  noNewPrivs: boolean;
  args: string[];
  /** NAME=value, in order. */
  env: string[];
  /** Resource limits that differ from those the init was started with, by name (NOFILE, ...). */
  changedLimits: string[];
  /** Of those, the ones whose soft limit is higher, and whose hard one is not another. */
  raisedLimits: string[];
  /** The group in the foreground of its controlling terminal; -1 where it has none. */
  foreground: number;
  /** User id, and whether it has any effective capability. */
  user: number;
  capabilities: boolean;
}

/** What the init used. Bytes, µs, counts. `first` values are taken when `main` has started, `last` before the end; 0 where not measured. */
export interface InitUsage {
  cpuUs: number;
  maxRssBytes: number;
  firstRssBytes: number;
  lastRssBytes: number;
  firstDescriptors: number;
  lastDescriptors: number;
  /**
   * Working directory of the init when `main` has started; empty where it was not looked up: in runs that are not careful, if it began in
   * `/`.
   */
  directory: string;
  /** Of the descriptors that the launch opened: which the init still has open when `main` has started. */
  kept: number[];
  /** The most threads that the target has had at once, in this run or in one before; 0 where nobody has looked. */
  threads: number;
  /** Voluntary context switches and processor time of the init during the `wait` ops, and the length of those, ms. */
  waitedMs: number;
  waitedSwitches: number;
  waitedCpuUs: number;
}
