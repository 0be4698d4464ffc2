/**
 * The model's world: the process table as Linux would have it. Ids are slots; the init is INIT. A group or session is named by the
 * process that founded it. Everything here is state; the rules are in the files beside it.
 */
import type { Op, ProcessSpec, Program } from '../../compile/program.ts';
import { REACTION } from '../../compile/program.ts';
import { defaultAction, SIGCONT } from '../../scenario/signals.ts';
import { INIT } from '../../trace/trace.ts';
import type { Contract } from '../contract.ts';
import { adopts, type Tables, tablesOf } from './tables.ts';
import { makeTerminal, type Terminal } from './terminal.ts';

export type Life = 'unborn' | 'live' | 'zombie' | 'gone';

/** Who sent a signal, as far as the receiver can tell by si_pid and si_code. */
export type Sender = 'init' | 'outside' | 'actor' | 'kernel';

/** What ends a process: exit code, or minus the signal. */
export type End = number;

export interface Process {
  slot: number;
  spec: ProcessSpec;
  life: Life;
  stopped: boolean;
  /**
   * Whether its parent traces it (ptrace(2)): what comes to it, SIGKILL apart, stops it until that lets go of it; and for what it is
   * stopped so.
   */
  traced: boolean;
  trap: Trap | undefined;
  /** Which process it has made by vfork, that is not another program yet: it waits for that, with all signals pending (vfork(2)). */
  suspendedFor: number | undefined;
  /** Real, effective and saved: they never differ. */
  user: number;
  parent: number;
  group: number;
  session: number;
  end: End | undefined;
  /** An exit that is due after a while, once the handler has run. */
  armed: End | undefined;
  /** Whether one was due when the batch began. */
  armedBefore: boolean;
  /** Signals that it will take when it goes on: standard ones once, real-time ones each. */
  pending: Pending[];
  /** Commands that it will obey when it goes on; whether it is at it, one after the other, and waits for nobody in between. */
  commands: Op[];
  obeying: boolean;
  /** What it was doing with the terminal when that stopped it: the system call begins anew (signal(7), interrupted system calls). */
  heldBack: Op | undefined;
  /** What has reached it in the present batch. */
  hits: Hit[];
  /** Whether it lived when the batch began, or was born in it. */
  lived: boolean;
  /** Whether it was born in this batch, and into which group: it leaves that, if at all, when it first runs. */
  newborn: boolean;
  bornInto: number;
  /** Whether it had a pid when the batch began. */
  attachedBefore: boolean;
  /** It was stopped, and is one of several to which the same SIGCONT goes: none of them is stopped any more when the first runs. */
  continuing: boolean;
  /** Whether it was stopped, for whatever reason, when the batch began. */
  stoppedBefore: boolean;
  /** Whether it has become PID 1's in this batch; whether it ended in the same one, so that its parent may have waited for it before. */
  newOrphan: boolean;
  unclear: boolean;
}

export interface Pending {
  signal: number;
  /**
   * How it was noted when it became pending, and those that merged with it. Whose it is was a race, where they were sent because of the
   * same event.
   */
  hits: Hit[];
}

/** A signal for which a traced process is stopped before it takes that. */
export interface Trap {
  hit: Hit;
  /**
   * Its tracer has waited for the stop: the signal is then done with, and not taken when the process goes on (kernel/exit.c:
   * wait_task_stopped).
   */
  waited: boolean;
  /** Whether no other may have come first. */
  sure: boolean;
}

/** One signal or command that reached a process in a batch. */
export interface Hit {
  signal: number;
  sender: Sender;
  /** Taken, in the order that the model goes by. */
  seen: boolean;
  /** It may have been lost on its way, by nobody's fault. */
  mayBeLost: boolean;
  /** It has come before its receiver was ready, which has taken it if that has not ended it. */
  certain?: true;
  /** The actor leaves a record of it. */
  recorded: boolean;
  /** How it would end the process. */
  ends: End | undefined;
  stops: boolean;
}

export interface World {
  contract: Contract;
  processes: Process[];
  init: {
    frozen: boolean;
    /** By signal number: how often it is pending (standard ones at most once). */
    pending: Uint8Array;
    /** By signal number: whether what is pending is a key press that its child has got as well. */
    keyed: Uint8Array;
  } & Tables;
  /** User id of the init; whether root has its capabilities; room for processes beside the init. */
  user: number;
  privileged: boolean;
  /** Whether a set-uid program gains anything for those that descend from the init. */
  gains: boolean;
  room: number;
  /** `undefined`: there is none, or nobody's any more. */
  terminal: Terminal | undefined;
  /** The main child has ended and the init has been able to notice. */
  due: boolean;
  /** What was started has become main (`becomes: command`): there is no init, and `init` stands for nobody. */
  command: boolean;
  /** The init is not PID 1, which is somebody else; whether orphans are its own all the same. */
  subreaper: boolean;
  adopts: boolean | 'unknown';
  /** How early signals may have ended the main child before it was ready. */
  mayEnd: End[];
  /** The signal by which the init, not being PID 1, has died. */
  killed: number | undefined;
  /** The signal upon which it leaves by its contract, though its child has not ended. */
  leftUpon: number | undefined;
  /** For how long, at most, the init waits for others at its end, ms; 0: it does not. */
  grace: number;
  /** A kill(2) of the init's may fail in the present batch. */
  sendsMayFail: boolean;
  /** Whether effects of the present batch may come in another order than the model takes them. */
  racing: boolean;
  /**
   * What has been sent in the present batch, to anybody: each of the two discards the other while it is pending (kernel/signal.c:
   * prepare_signal).
   */
  sent: { stop: boolean; continue: boolean };
  /** Signals that the init has taken in the present batch; of them those that a key press has sent to its child as well. */
  taken: number[];
  pressed: number[];
  /** The signal of the key that is being pressed, where the child gets it from the terminal and the contract has it come once. */
  key: number | undefined;
  /** Whether the init has forwarded anything in the present batch, and whether an actor that went on has obeyed what it was told before. */
  forwarded: boolean;
  obeyed: boolean;
  /** How many processes have gone on in the present batch: in which order they then run is open. */
  resumed: number;
  /** Whether the init has several threads. */
  threaded: boolean;
  /** Why nothing certain can be said from here on. */
  unsure: string | undefined;
}

/** The world before the start: nobody but the init. */
export function makeWorld(program: Program, contract: Contract, threaded: boolean): World {
  return {
    contract,
    processes: program.processes.map(unborn),
    init: { frozen: false, pending: new Uint8Array(65), keyed: new Uint8Array(65), ...tablesOf(contract, program.launch) },
    user: program.launch.user ?? 0,
    privileged: program.launch.capabilities === undefined,
    gains: program.launch.noNewPrivs !== true,
    room: program.launch.pidsLimit ?? Infinity,
    terminal: makeTerminal(program),
    due: false,
    command: contract.becomes === 'command',
    subreaper: program.launch.as === 'subreaper',
    // What a subreaper has set would be kept over an exec (PR_SET_CHILD_SUBREAPER(2const)): none is known that does and then becomes its command.
    adopts: contract.becomes === 'command' ? program.launch.as !== 'subreaper' : adopts(contract, program.launch),
    mayEnd: [],
    killed: undefined,
    leftUpon: undefined,
    grace: 0,
    sendsMayFail: false,
    racing: false,
    sent: { stop: false, continue: false },
    taken: [],
    pressed: [],
    key: undefined,
    forwarded: false,
    obeyed: false,
    resumed: 0,
    threaded,
    unsure: undefined,
  };
}

function unborn(spec: ProcessSpec): Process {
  return {
    slot: spec.slot,
    spec,
    life: 'unborn',
    stopped: false,
    traced: false,
    trap: undefined,
    suspendedFor: undefined,
    user: 0,
    parent: INIT,
    group: INIT,
    session: INIT,
    end: undefined,
    armed: undefined,
    armedBefore: false,
    pending: [],
    commands: [],
    obeying: false,
    heldBack: undefined,
    hits: [],
    lived: false,
    newborn: false,
    bornInto: INIT,
    attachedBefore: false,
    continuing: false,
    stoppedBefore: false,
    newOrphan: false,
    unclear: false,
  };
}

/** The process of a slot; the slot must be one of the program's. */
export function at(world: World, slot: number): Process {
  const process = world.processes[slot];
  if (process === undefined) throw new RangeError(`The program has no slot ${slot}`);
  return process;
}

/** Whether a signal has stopped it: as its effect, or for its tracer. */
export const isHalted = ({ stopped, trap }: Process): boolean => stopped || trap !== undefined;

/** Whether it takes no signal but SIGKILL, and does nothing, until it goes on. */
export const isHeld = (process: Process): boolean => isHalted(process) || process.suspendedFor !== undefined;

export const isStop = (signal: number): boolean => defaultAction(signal) === 'stop';

/** To be called for each signal that is sent to the init or to an actor. */
export function noteSent(world: World, signal: number): void {
  if (signal === SIGCONT) world.sent.continue = true;
  else if (isStop(signal)) world.sent.stop = true;
}

/** To be called for each signal that the init takes, whatever it then does. */
export function noteTaken({ taken }: World, signal: number): void {
  if (!taken.includes(signal)) taken.push(signal);
}

/** Whether the signal may have been discarded by another of the batch. */
export const mayBeDiscarded = ({ racing, sent }: World, signal: number): boolean =>
  racing && sent.stop && sent.continue && (signal === SIGCONT || isStop(signal));

export const reactionTo = (process: Process, signal: number): number => process.spec.reactions[signal] ?? REACTION.default;

/** Alive, or not yet reaped: it has a pid, and is a member of its group. */
export const attached = (process: Process): boolean => process.life === 'live' || process.life === 'zombie';

/** Members of a group that have not been reaped; the init is none of them, see `initIsIn`. */
export const members = (world: World, group: number): Process[] => world.processes.filter((p) => p.group === group && attached(p));

/** Those that a signal to the group may reach: in a race also who has ended and been waited for in this batch. */
export const reachable = (world: World, group: number): Process[] =>
  world.processes.filter((p) => p.group === group && (attached(p) || (world.racing && p.lived)));

/** Whether the init is a member too: the child is in its group where the contract says so. */
export const initIsIn = ({ command }: World, group: number): boolean => group === INIT && !command;

/** Whether the process is PID 1 of its namespace: what it leaves at its default does nothing to it (pid_namespaces(7)). */
export const isFirst = ({ command, subreaper }: World, { slot }: Process): boolean => command && !subreaper && slot === 0;

/** Whose children orphans become, where no subreaper is above them. */
export const reaper = ({ command }: World): number => (command ? 0 : INIT);
