/**
 * The program: a scenario with its names resolved, as the executor runs it and the model simulates it.
 *
 * Each process has a slot. Slot 0 is `main`; copies of one actor have consecutive slots; a daemon's intermediate process has the
 * slot before its daemon's. Numbers only, since this is read once for each run.
 */
import { ERRNO, makesProcess } from '../scenario/answers.ts';
import { callNumber } from '../scenario/calls.ts';
import type { Launch } from '../scenario/scenario.ts';
import type { Setting } from './setting.ts';

export interface Program {
  launch: Launch;
  /** Of the target that it is run on; absent: it is as any other. */
  setting?: Setting;
  processes: ProcessSpec[];
  ops: Op[];
}

export const REACTION = { default: 0, ignore: 1, note: 2, exit: 3, exitLater: 4 } as const;

export interface ProcessSpec {
  slot: number;
  /** Its actor, and which copy it is (0..). */
  actor: string;
  copy: number;
  /**
   * Slot of the process that forks it; -1 for `main`, for a child that the init has from before its exec, and for one that enters from outside.
   * A daemon's is its intermediate's.
   */
  parent: number;
  /** A child that the init has from before its exec: it runs from the start, or has exited with `exited`. */
  inherited: boolean;
  /** It enters from outside, by its fork. */
  enters: boolean;
  exited: number | undefined;
  /** The process between a daemon and the one that asked for it: setsid, fork, exit 0. */
  intermediate: boolean;
  session: 'parent' | 'own';
  /** 'parent', 'own', or the slot whose group it joins. */
  group: 'parent' | 'own' | number;
  waits: boolean;
  user: number | undefined;
  subreaper: boolean;
  cloneParent: boolean;
  setuid: boolean;
  leaderEnds: boolean;
  vfork: boolean;
  /** Slot of the one whose id it gets, if that is free; -1 where it gets the next one. */
  pidOf: number;
  /** Empty: the name of the program. */
  comm: string;
  /** By signal number (index 0 unused): a value of `REACTION`. */
  reactions: Uint8Array;
  /** By signal number: the exit code for `exit` and `exitLater`, and the delay in ms for `exitLater`. */
  exitCodes: Uint8Array;
  delays: Uint16Array;
}

type BadCommand = Exclude<NonNullable<Launch['command']>, 'actor'>;

/** Why main cannot be started. */
export type StartFailure = BadCommand | 'fork-fails' | 'exec-fails';

/**
 * Why main cannot be started, and like which command that is to be told: by the launch, or since a placement in the start has a call fail
 * without which it cannot (fork(2), or execve(2) in the child). Undefined where it can.
 */
export function startFailure({ launch, ops }: Program): { why: StartFailure; like: BadCommand | 'any' } | undefined {
  const { command = 'actor' } = launch;
  if (command !== 'actor') return { why: command, like: command };
  const first = ops[0];
  if (first?.op !== 'at' || first.error === 0) return undefined;
  if (!first.child && makesProcess(first.call)) return { why: 'fork-fails', like: 'no-process-left' };
  return first.child && first.call === callNumber('execve') ? { why: 'exec-fails', like: EXEC_LIKE[first.error] ?? 'any' } : undefined;
}

/** Inits tell few causes apart; the others are a failure, whatever its code. */
const EXEC_LIKE: Readonly<Record<number, 'missing' | 'not-executable'>> = { [ERRNO.ENOENT]: 'missing', [ERRNO.EACCES]: 'not-executable' };

export type OpRecipient =
  | { kind: 'init' }
  | { kind: 'everybody' }
  | { kind: 'process'; slot: number; count: number }
  | { kind: 'group'; slot: number };

/**
 * One operation. `step` is the index of the step that it comes from (for `together`, of the whole). After an op with `settle` the
 * executor waits for quiescence; ops up to and with that one are a batch, whose effects may race.
 * `slot` and `count` name a run of consecutive slots. Daemons are forked by one op each that names the daemon's slot.
 */
export type Op = { step: number; settle: boolean } & (
  | { op: 'fork'; slot: number; count: number }
  | { op: 'exit'; slot: number; count: number; code: number }
  | { op: 'die'; slot: number; count: number; signal: number; core: boolean }
  /** `from` is -1 for outside. With `value`, sent by sigqueue(3). */
  | { op: 'signal'; signal: number; to: OpRecipient; from: number; value?: number }
  | { op: 'storm'; slot: number; orphans: number }
  | { op: 'freeze' }
  | { op: 'thaw' }
  | { op: 'orphan' }
  | { op: 'wait'; ms: number }
  /** The characters that the terminal gets. */
  | { op: 'type'; text: string }
  | { op: 'hangUp' }
  | { op: 'resize'; rows: number; columns: number }
  | { op: 'setpgid'; slot: number; count: number }
  | { op: 'setsid'; slot: number; count: number }
  | { op: 'exec'; slot: number; count: number }
  | { op: 'traceme'; slot: number; count: number }
  | { op: 'foreground'; slot: number }
  | { op: 'read'; slot: number }
  | { op: 'write'; slot: number }
  /**
   * What is before it, or the start, goes on until the init is held; then the next `count` ops are taken there, one by one. `error`: the
   * call is answered with that errno and not made; 0: it is made.
   */
  | { op: 'at'; call: number; nth: number; exit: boolean; child: boolean; count: number; error: number }
);

export type OpKind = Op['op'];
export type OpOf<Kind extends OpKind> = Extract<Op, { op: Kind }>;
/** What to do upon each kind of op. */
export type OpTable<Context, Result, Kind extends OpKind = OpKind> = { readonly [K in Kind]: (op: OpOf<K>, context: Context) => Result };

/** Calls the entry of `table` for this kind of op. */
export function visitOp<Context, Result, Kind extends OpKind>(
  op: OpOf<Kind>,
  table: OpTable<Context, Result, Kind>,
  context: Context,
): Result {
  return (table[op.op as Kind] as (op: OpOf<Kind>, context: Context) => Result)(op, context);
}
