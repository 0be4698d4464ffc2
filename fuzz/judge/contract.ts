/**
 * The contract: what a target promises by design, as data. A target file (`targets/*.yaml`) holds one; `plain` is for an init given
 * by its path. Section 1 of the design's reference on inits has where each comes from.
 */
import type { Setting } from '../compile/setting.ts';
import type { ShownFile } from '../execute/executor.ts';
import type { Profile } from '../profile/profile.ts';
import type { Launch, LimitName } from '../scenario/scenario.ts';
import type { SignalName } from '../scenario/signals.ts';

export interface Contract {
  /** Signals that reach the target of forwarding, once the init is ready. */
  forwards: SignalName[];
  /** Forwarded as another (dumb-init: SIGTSTP as SIGSTOP). */
  rewrites: Partial<Record<SignalName, SignalName>>;
  /**
   * Whom it forwards to: the main child, the group that the main child leads, or the group that the init itself leads and the main child,
   * which is in that by default, and may get it twice (timeout(1) signals both).
   */
  to: 'child' | 'group' | 'own-group';
  /** Sent when the main child has ended, before the init leaves: to the group that this has led, or as it says. */
  parting: SignalName | 'none' | Parting;
  /** When it leaves: with its main child, or, as lxc-init and bubblewrap do by design, when no child at all is left. */
  leaves: 'with-main' | 'when-empty';
  /**
   * Signals upon which it leaves by itself, and the codes with which it may: at once, `{SIGINT: [130]}`, without waiting for its child and
   * without passing them on, or as a `Stop` says. They go before `forwards`. Absent: none.
   */
  endsOn?: Partial<Record<SignalName, number[] | Stop>>;
  /** Exit codes that it turns into others. */
  exitCodes: ExitCodes;
  /**
   * For how long it goes on trying, with pauses, where no process can be made for its command, before it gives up: `31s` of bash, which pauses
   * for 1, 2, 4, 8 and 16 s. Absent: it does not try again.
   */
  retries?: string;
  /** Exit code when the command cannot be started. */
  execFails: Record<Exclude<NonNullable<Launch['command']>, 'actor'>, number[]>;
  child: {
    group: 'own' | "init's";
    session: 'own' | "init's";
    mask: 'inherited' | 'empty' | SignalChange;
    /** `reset`: 1..31 are set to default. What is taken away is told as expected all the same: nohup(1) promises that it is not. */
    ignored: 'inherited' | 'reset' | SignalChange;
    /** Limits whose soft value the init raises for itself, and hands on: told as expected. Absent: none. */
    raises?: readonly LimitName[];
    /** What it changes of its environment for the child. Absent: nothing. */
    environment?: EnvironmentChange;
    /** User id of the child, where the init is root and has its capabilities; another one loses those (capabilities(7)). Absent: the init's. */
    user?: number;
    /** Working directory of the child, an absolute path. Absent: the one that the init was started in. */
    directory?: string;
    /** File mode creation mask of the child. Absent: the one that the init was started with. */
    umask?: number;
    /** What it changes of the open descriptors for the child. Absent: nothing. */
    descriptors?: DescriptorChange;
    /**
     * The controlling terminal of the init. `untouched`: the init's group stays in the foreground. `foreground`: the child's group is put
     * there. `handed-over`: the init gives it up, and the child, in a session of its own, takes it.
     */
    terminal: 'untouched' | 'foreground' | 'handed-over';
  };
  /**
   * How often a key that makes a signal (termios(3), ISIG) reaches a child that is in the foreground together with the init: by the
   * terminal alone, or by the init as well.
   */
  keys: 'once' | 'twice';
  /** What differs where it is not PID 1 (`launch.as: subreaper`). */
  asSubreaper: {
    /**
     * Whether orphans become its children then, as PR_SET_CHILD_SUBREAPER has it (prctl(2)); otherwise they are PID 1's. `with`: where
     * this variable is in its environment.
     */
    adopts: boolean | 'unknown' | { with: string };
    /** Signals that end it then, since it leaves them at their default action. `unknown`: it may be any that it does not forward. */
    deadly: SignalName[] | 'unknown';
    /** Signals upon which it stops itself once it has forwarded them; as PID 1 it cannot (pid_namespaces(7)). */
    suspends: SignalName[];
    /** What it has the kernel send it when its own parent ends (tini -p). */
    parentDeath: SignalName | 'none';
  };
  /** What it may do one way or the other, since nobody has said it and known inits do either by design. Absent: nothing. */
  open?: Open;
  /**
   * Of a program that is no init: it starts the command by execve(2) without a fork, so that PID 1 is the command itself. What the other
   * fields say of an init and its child has no meaning then. Absent: it has a child.
   */
  becomes?: 'command';
  /**
   * `again`: it starts its command again when that has ended, and goes on: nothing is judged from then on. `never`: it has none, and holds the
   * namespaces of others, as a pod's pause does: orphans are still its own, and so are those that enter. Absent: once.
   */
  starts?: 'again' | 'never';
  /** Working directory of the init after its start. */
  directory: 'inherited' | '/';
  /** Of the descriptors from 3 up that it was started with, when its child runs: `closed` where it keeps none. The child has them all. */
  descriptors: 'kept' | 'closed';
  /** Voluntary wake-ups a second while nothing happens. */
  wakeUps: number;
  /**
   * Longest sleep with a time-out, ms: 0 where it sleeps until something happens. Zombies, the end and signals may take as long. Whoever
   * sleeps for longer while one of these is due is late, whatever a clock says; a pause of 20 ms is nothing (native/src/rest.c).
   */
  pollMs: number;
}

/** What an init adds to a set of signals, and takes from it, before it starts its child. */
export interface SignalChange {
  adds?: readonly SignalName[];
  removes?: readonly SignalName[];
}

/** What an init sends at its end to those that live on, which it waits for, and then kills. */
export interface Parting {
  signal: SignalName;
  /** All that there is (kill(2), -1). */
  to: 'everybody';
  /** For how long, at most, it waits until no child is left. Absent: it does not wait. */
  grace?: string;
}

/** An init stops its child, or everybody, and leaves with a code of its own, whatever that of its child is. */
export interface Stop {
  codes: number[];
  /** What it sends them. */
  sends: SignalName;
  to: 'child' | 'everybody';
  /** For how long, at most, it waits for them before it kills them. */
  grace: string;
}

/**
 * By code, also one for a death by signal (143 for SIGTERM); else by rule, the first that is met: `death` by a signal, `failure` of any kind.
 * `256 - n`, for a death by signal n, is what becomes of exit(-n): of a Python wrapper that exits with what subprocess says.
 */
export type ExitCodes = Partial<Record<string, number | '256 - n'>>;

/**
 * What an init may do to the environment of its child. Names, or beginnings of names with `*` behind them: `npm_*`. It need not do any of it,
 * and hands the variables on in an order of its own.
 */
export interface EnvironmentChange {
  adds?: readonly string[];
  /** Variables that have another value. */
  changes?: readonly string[];
  removes?: readonly string[];
}

/** What an init does to the descriptors of its child. */
export interface DescriptorChange {
  /** So many files of its own, at most, are open in the child: flock(1) leaves its lock there. */
  adds?: number;
  /** `others`: the child has 0 to 2 of those that the init was started with, and no others. */
  removes?: 'others';
}

/** Of a contract that leaves things open. */
export interface Open {
  /** Signals that it may pass on or keep back. */
  forwards: readonly SignalName[];
  /** The child's group and session, and its place at the terminal. */
  place: boolean;
  /** The init's working directory. */
  directory: boolean;
  /** What becomes of the C library's own signals, 32 to 34, in the child's mask and among what it ignores. */
  library: boolean;
  /** Variables that it adds to the environment of its child. */
  environment: boolean;
  /** Whether it takes the SIGCONT that thaws it for one that it is to pass on. */
  thaw: boolean;
  /** A SIGCONT beside what it passes on, which wakes a stopped child: timeout(1) sends one. */
  continues: boolean;
  /** Where it is not PID 1, the signal that it dies of is one that it leaves at its default. */
  deadly: boolean;
}

/** A violation that the target's makers intend, or know: reported as `expected`. */
export interface Deviation {
  property: string;
  /** Only signatures that start with this; absent: all of the property. */
  signature?: string;
  /** Of `forwards`: signals that the contract leaves out, and that others forward. Where one is sent to the init, it is told. */
  keeps?: SignalName[];
  reason: string;
  link?: string;
}

/** An init under test. */
export interface Target extends Setting {
  name: string;
  title: string;
  /** Arguments of the init before the command: `['-g', '--']`. */
  args: string[];
  contract: Contract;
  deviations: Deviation[];
  /** Files and folders of the host that its sandbox shows beside what all show. Default: none. */
  files?: readonly ShownFile[];
  /** Where the init itself is in the sandbox. Default: in a folder of ours. */
  ownPlace?: string;
  /** What it does and nothing else; where there is one, its system calls are recorded. */
  profile?: Profile;
}
