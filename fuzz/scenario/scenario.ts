/**
 * The scenario: how the init is launched, the actors, the steps. Plain data: the same value is generated, shrunk, saved and replayed.
 *
 * Start reading here. `schema.ts` checks it, `yaml.ts` reads and writes it, `explain.ts` says it in English.
 * An absent field means its default, so that a case stays a few lines long.
 */
import type { ErrnoName } from './answers.ts';
import type { SignalName } from './signals.ts';
import type { StepKind } from './steps.ts';

export type ActorName = string;
/** A time as people write it: `20ms`, `2s`. */
export type Duration = string;

export interface Scenario {
  /** Version of the language. Raised when an old reader would misunderstand a new file. */
  version: 1;
  launch: Launch;
  /** By name, parents before their children. `main` is the init's own child and always there. */
  actors: Record<ActorName, Actor>;
  steps: Step[];
}

/** The state in which the init is exec'ed. */
export interface Launch {
  /**
   * What the init is asked to start: the actor `main`, or something that cannot be started. Default `actor`. `no-process-left`: it is
   * `main`, and there is no room for one more process (RLIMIT_NPROC, as a pids limit that is reached), so that fork(2) fails.
   */
  command?: 'actor' | 'missing' | 'not-executable' | 'directory' | 'script-without-interpreter' | 'no-process-left';
  /**
   * Arguments of the command, handed to `main` behind its own name. Any text without NUL, empty strings too; bytes that are no UTF-8 as
   * `text-bytes.ts` has them.
   */
  args?: string[];
  /** Variables added to the environment of the init; likewise. */
  env?: Record<string, string>;
  /** Signals that are blocked, and ignored, when the init is exec'ed. */
  blocked?: SignalName[];
  ignored?: SignalName[];
  /** Standard descriptors that are closed when the init is exec'ed. */
  closed?: StandardDescriptor[];
  /** Numbers of further descriptors that are open when the init is exec'ed (3..63). */
  open?: number[];
  /** Working directory of the init. Default `/`. `unreadable`: nobody without privilege can list or search it. */
  directory?: '/' | 'own' | 'deleted' | 'unreadable';
  /** Default 022. */
  umask?: number;
  /** Nice value, 0 (default) to 19: a lower one takes privilege. */
  nice?: number;
  /** Whether nothing that is exec'ed can gain privilege by that (prctl(2), PR_SET_NO_NEW_PRIVS), as container runtimes set it. */
  noNewPrivs?: boolean;
  /** Soft limits (getrlimit(2)), of memory among them (`AS`); what is more than the hard limit of the machine is that. */
  limits?: Partial<Record<LimitName, number>>;
  /** Signals that are pending when the init is exec'ed: of those that are blocked. */
  pending?: SignalName[];
  /**
   * Signals sent to the init from outside while it starts: so many µs after its exec. One that it has neither blocked nor handled by then
   * is lost, or ends its child before that has made itself ready; one that was blocked at its exec is not.
   */
  early?: Early[];
  /** Standard descriptors that are pipes which are full and which nobody reads: a write to them never returns. */
  full?: ('stdout' | 'stderr')[];
  /**
   * Default `pid1`. `subreaper`: PID 1 is somebody else, who waits for the init and nobody else; the init is its child, in its group and
   * session, and has no protection from signals that it leaves at their default.
   */
  as?: 'pid1' | 'subreaper';
  /**
   * Whether descriptors 0 to 2 are a terminal of 24 rows and 80 columns, the controlling one of PID 1, which leads the session and is in
   * the foreground (tty(4)): what `docker run -t` gives. An init that is PID 1's child is in the same session and group.
   */
  terminal?: 'controlling';
  /** Whether those in the background of the terminal are stopped when they write to it (termios(3), TOSTOP). */
  tostop?: boolean;
  /** User and group id of the init, which is root else. Needs an executor that has more ids than its own: one that was started by root. */
  user?: number;
  /** `none`: it is root without a capability (capabilities(7)). Default: those that container runtimes leave it. */
  capabilities?: 'none';
  /** Room for so many processes beside the init, those that nobody has waited for among them; a fork beyond fails (EAGAIN). */
  pidsLimit?: number;
  /** `none`: no /proc is mounted. */
  proc?: 'none';
}

export interface Early {
  signal: SignalName;
  /** µs. */
  us: number;
}

export const LIMIT_NAMES = ['NOFILE', 'STACK', 'CORE', 'FSIZE', 'AS'] as const;
export type LimitName = (typeof LIMIT_NAMES)[number];

export type StandardDescriptor = 'stdin' | 'stdout' | 'stderr';

/** A scripted process of the tree (or several alike, by `copies`). It exists from its `fork` step on; `main` from the start. */
export interface Actor {
  /**
   * Who forks it. Absent for `main` only. With copies, the first copy of the parent forks. `init`: the init has it as a child when it is
   * exec'ed, as one that was a shell before (`sh -c 'worker & exec init'`); it runs from the start. `outside`: it enters by its `fork`
   * step, as `docker exec` does: in a session of its own, with a parent outside that waits for it.
   */
  parent?: ActorName | 'init' | 'outside';
  /** Of a child that the init has from before: it has exited with this code, and is a zombie when the init is exec'ed. */
  exited?: number;
  /** How many alike; default 1. A step that names the actor means all of them. */
  copies?: number;
  /** What it does upon each signal; `all` stands for every signal not named (but SIGKILL, SIGSTOP, SIGCHLD). Default `default`. */
  on?: Reactions;
  /** Process group: its parent's (default), one of its own, or the one that another actor is in (the parent's, should that be gone). */
  group?: 'parent' | 'own' | { of: ActorName };
  /** Session: its parent's (default), or one of its own (setsid, hence a group of its own too). */
  session?: 'parent' | 'own';
  /** Forked twice, as daemons are: an intermediate process calls setsid, forks it and exits 0. */
  daemon?: boolean;
  /** Whether it waits for its children; default true. One that does not leaves them zombies while it lives. */
  waits?: boolean;
  /** Whether orphans below it become its children (prctl(2), PR_SET_CHILD_SUBREAPER). */
  subreaper?: boolean;
  /** Made with CLONE_PARENT (clone(2)): a child of its maker's parent, hence of the init where `main` makes it. */
  cloneParent?: boolean;
  /** What /proc/PID/stat calls it (prctl(2), PR_SET_NAME): 15 bytes at most, any but NUL. */
  comm?: string;
  /** User id that it takes when it starts, where the init is root and has its capabilities: it can then signal its like only (kill(2)). */
  user?: number;
  /**
   * Started by a set-uid program of root's, whose ids it takes (execve(2)): root, whoever started it, but where `noNewPrivs` forbids it.
   */
  setuid?: boolean;
  /**
   * Its first thread, the leader of its thread group, has ended, and it goes on in another: /proc calls it a zombie while it lives, and
   * who waits for it waits for that to end (wait(2)).
   */
  leaderEnds?: boolean;
  /**
   * It gets the id that this one had, which has ended and been waited for, as where ids come round again: /proc/sys/kernel/ns_last_pid is
   * set before its fork. One that is not free, or is the id of a group or session that has members, it does not get, but the next.
   */
  pid?: { of: ActorName };
  /** Made by vfork(2): until it ends, or is another program by `exec`, its maker is suspended, and but for SIGKILL takes no signal. */
  vfork?: boolean;
}

/** `note` records the signal and goes on; `exit` leaves with the code, at once or after a while. */
export type Reaction = 'default' | 'ignore' | 'note' | { exit: number; after?: Duration };
export type Reactions = Partial<Record<SignalName | 'all', Reaction>>;

/** Who receives a signal. `everybody`: the init and all actors, or, sent by an actor, all other actors (kill(2), pid -1). */
export type Recipient = 'init' | 'everybody' | ActorName | { group: ActorName };
/** Who sends it: the world outside the PID namespace (default), or an actor (its first copy). */
export type Sender = 'outside' | ActorName;

/** One thing that happens. Between steps the executor waits until everything that follows from the step has happened. */
export type Step =
  | { fork: ActorName }
  | { exit: { actor: ActorName; code: number } }
  | { die: { actor: ActorName; signal: SignalName; core?: boolean } }
  | { signal: { signal: SignalName; to: Recipient; from?: Sender } }
  | { queue: { signal: SignalName; to: Recipient; from?: Sender; value: number } }
  | { stop: ActorName }
  | { continue: ActorName }
  /** SIGSTOP to the init from outside: what is sent to it stays pending, and merges. Thawed by `thaw` (SIGCONT). */
  | { freeze: 'init' }
  | { thaw: 'init' }
  /** The init's own parent ends, where that is not PID 1: which is the init's parent from then on. For `as: subreaper`; once. */
  | { orphan: 'init' }
  | { wait: Duration }
  /** These happen without a wait in between, so that their effects race and merge. Only steps of `TogetherStep`. */
  | { together: TogetherStep[] }
  /** The actor makes as many orphans, one after the other, that end at once. Where there is no room it waits for the init to make some. */
  | { storm: Storm }
  /** The actor (all its copies) goes into a group, or a session, of its own: what the kernel refuses (EPERM) does nothing. */
  | { setpgid: ActorName }
  | { setsid: ActorName }
  /** The actor (all its copies) becomes another program by execve(2), and goes on: pending signals, children and its place stay. */
  | { exec: ActorName }
  /**
   * The actor (all its copies) has itself traced by its parent (ptrace(2), PTRACE_TRACEME), as programs do that want no debugger. From then
   * on each signal but SIGKILL stops it, ignored ones too, and its parent is told by wait(2). It does not go on while that parent lives.
   */
  | { traceme: ActorName }
  /** Somebody types: text, `^C`, `^\\`, `^Z`, which the terminal makes SIGINT, SIGQUIT, SIGTSTP of, and line ends. */
  | { type: string }
  /** The other end of the terminal is closed, as when an ssh connection breaks. */
  | { hangUp: 'terminal' }
  /** The size of its window changes: SIGWINCH to who is in the foreground. */
  | { resize: { rows: number; columns: number } }
  /** The actor (its first copy) puts its own group in the foreground, as shells do; reads a line, if there is one; writes a letter. */
  | { foreground: ActorName }
  | { read: ActorName }
  | { write: ActorName }
  /** While what the step before brings about, or the start, is going on: the init is held at a system call, and these happen there. */
  | { at: Placement };

/**
 * Where the init is held, everybody else being at rest; it goes on when all that follows from the steps of `do`, one by one, has happened.
 * A run in which it never comes there says nothing.
 */
export interface Placement {
  /** Name of the system call, or `any`; `fork` stands for all that make a process (fork, vfork, clone, clone3). */
  call: string;
  /** Which of these, counted since the step before has begun, since the init's exec at the start, or since it was last held. Default 1. */
  nth?: number;
  /** `entry` (default): it has come to the call and not made it. `exit`: it has made it. */
  when?: 'entry' | 'exit';
  /** Default `init`. `child`: the child that it has forked and that is not another program yet; the init goes on meanwhile. */
  of?: 'init' | 'child';
  /** Which call of the init's since its exec that was when the case was made: it may be another with another libc. */
  index?: number;
  /**
   * The call is not made, and fails so, one way in which Linux can have it fail (`answers.ts`): at an entry. What then comes to light is
   * synthetic, unless the kernel can be brought to answer so.
   */
  fails?: ErrnoName;
  /** Left out: it is held until everybody else is at rest, and so lets them go first. */
  do?: HeldStep[];
}

export interface Storm {
  actor: ActorName;
  orphans: number;
}

/**
 * Where each kind of step may stand beside the list of steps. `races`: in `together` as well, before an `at`, and in its `do`, since the
 * model can tell the outcomes of its race. `held`: in the `do` of an `at`, where steps are taken one after the other. `alone`: nowhere
 * else. The rest of what is known of a kind is in `steps/`.
 */
export const STANDS = {
  exit: 'races',
  die: 'races',
  signal: 'races',
  queue: 'races',
  storm: 'races',
  fork: 'held',
  stop: 'held',
  continue: 'held',
  type: 'held',
  hangUp: 'held',
  resize: 'held',
  freeze: 'alone',
  thaw: 'alone',
  orphan: 'alone',
  wait: 'alone',
  together: 'alone',
  setpgid: 'alone',
  setsid: 'alone',
  exec: 'alone',
  traceme: 'alone',
  foreground: 'alone',
  read: 'alone',
  write: 'alone',
  at: 'alone',
} as const satisfies Record<StepKind, 'races' | 'held' | 'alone'>;

type StepOf<Kind> = Kind extends string ? Extract<Step, Record<Kind, unknown>> : never;
type KindThat<Stands> = { [K in StepKind]: (typeof STANDS)[K] extends Stands ? K : never }[StepKind];

/** Of these senders are outside, and nothing is forked, stopped or waited for. */
export type TogetherStep = StepOf<KindThat<'races'>>;

/** What may happen while the init is held: senders may be inside, and processes be made. */
export type HeldStep = StepOf<KindThat<'races' | 'held'>>;

/** Bounds of the language, checked by the schema. */
export const LIMITS = {
  /** Processes in all, intermediates of daemons included: what the actor's table holds, with room to spare below RLIMIT_NPROC. */
  processes: 200,
  /** Generations below the init. Deeper trees behave no differently and make cases hard to read. */
  depth: 6,
  /** Steps, those inside `together` included. A found failure has a few dozen; more is a mistake in a hand-written file. */
  steps: 1000,
  /** Calls of one kind that a placement counts: a start takes 20 to 90, a step some 5, a burst of 65 orphans 200. */
  nth: 1000,
  /** Longest time of one `wait` or `after`, ms. A run is bounded anyway. */
  waitMs: 5000,
  /** Orphans of one storm: a second of work for an init that takes 50 µs for each, far from the bound of a run. */
  storm: 20_000,
  /** UTF-16 units in all arguments and variables together: far below what execve takes (128 KiB each), and a message stays short. */
  text: 32_768,
  /** Latest moment of an early signal, µs after the exec: inits start their child within 1000, on a busy machine somewhat later. */
  earlyUs: 10_000,
  /** Early signals: two or three meet each boundary of a start, more would only merge. */
  early: 8,
  /** Characters typed in all: less than the 4095 that a terminal keeps of one line (termios(3)), so that none is lost. */
  typed: 2000,
} as const;
