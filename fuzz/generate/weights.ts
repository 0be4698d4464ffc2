/**
 * Every weight of the generator. Change one, and `GENERATOR_VERSION` goes up.
 *
 * `percent` values are shares of all draws of that kind (0..100, two decimals count); the others are weights of which only ratios
 * count; pairs are ranges, both ends included. A scenario costs a few ms to run, nearly all of it in forks and in waiting: what is
 * slow is rare here, so that the faults that need it still show within a minute, and the others within a second.
 */
export const WEIGHTS = {
  /** Half: a fault that needs one signal thrice shows 500 times as often in swarm scenarios, one that needs variety a quarter as often. */
  swarmPercent: 50,
  swarm: {
    /** How many signals, kinds of move and kinds of reaction a swarm scenario leans on. */
    signals: [1, 3],
    stopSignalPercent: 5,
    moves: [2, 5],
    reactions: [1, 2],
    /** How often a signal is one of those leant on; the others keep it from missing what needs one strange signal among many. */
    signalPercent: 85,
  },

  launch: {
    /** Each of these is an oddity of its own; most scenarios have none, so that faults of two oddities do not hide faults of one. */
    commandPercent: 3,
    argsPercent: 12,
    envPercent: 6,
    blockedPercent: 12,
    ignoredPercent: 12,
    closedPercent: 9,
    openPercent: 7,
    directoryPercent: 6,
    umaskPercent: 4,
    nicePercent: 3,
    noNewPrivsPercent: 3,
    limitsPercent: 5,
    fullPercent: 5,
    userPercent: 3,
    capabilitiesPercent: 2,
    procPercent: 2,
    /** Room beside the init: little, so that some fork finds none. */
    pidsLimitPercent: 4,
    pidsLimit: [1, 6],
    /** Of all: what an init does when it is not PID 1 is another path through it, for every fault. */
    subreaperPercent: 8,
    /** Of those: how often its parent ends. */
    orphanPercent: 20,
    terminalPercent: 8,
    tostopPercent: 25,
    /** Signals while the init starts; how many of them are blocked at its exec, so that none may be lost. */
    earlyPercent: 4,
    earlyBlockedPercent: 50,
    early: [1, 2],
    /**
     * µs, one range as often as the other: real inits start their child within 1000, on a machine that is four times slower within 4000.
     */
    earlyUs: [
      [0, 1500],
      [0, 6000],
    ],
    /** Of those with blocked signals. */
    pendingPercent: 30,
    /** How many signals are blocked or ignored: one shows which, many show what loses count; all is what careless supervisors do. */
    inherited: { one: 55, few: 30, many: 10, all: 5 },
    few: [2, 5],
    many: [6, 30],
    args: [1, 4],
    env: [1, 3],
    open: [1, 3],
  },
  /** What inits set by themselves, and what is odd. Bytes for the last two. */
  umasks: [0, 0o2, 0o77, 0o777],
  /** What `nice` gives, and the ends of the range. */
  nices: [1, 10, 19],
  limits: { NOFILE: [64, 256, 4096], STACK: [1_048_576, 16_777_216], CORE: [1, 1_048_576], FSIZE: [0, 4096], AS: [16_777_216, 67_108_864] },
  users: [1, 1000, 65_534],
  full: { stdout: 30, stderr: 50, both: 20 },
  command: { missing: 30, 'not-executable': 20, directory: 15, 'script-without-interpreter': 15, 'no-process-left': 20 },
  directory: { own: 45, deleted: 30, unreadable: 25 },
  /** An empty text is what is lost most. `long` is 1 to 4 KB: longer than the buffers that careless inits have, and it costs little. */
  text: { odd: 52, plain: 24, empty: 12, bytes: 8, long: 4 },
  longText: [1024, 4096],

  tree: {
    /** Actors besides `main`. Half of the properties need one, orphans need two, and groups three. */
    actors: { none: 14, few: 56, some: 24, many: 6 },
    few: [1, 3],
    some: [4, 6],
    many: [7, 12],
    /** Children that the init has from before its exec: how often, how many, and how many of them have exited. */
    inheritedPercent: 6,
    inherited: [1, 2],
    inheritedExitedPercent: 40,
    inheritedPlace: { parent: 70, group: 18, session: 12 },
    /** How many of them are forked before anything else happens; the others by the move `fork`. */
    forkedFirstPercent: 65,
    /** `newest` makes chains, which orphan deeply; `main` makes brothers. */
    parent: { newest: 45, main: 30, any: 25 },
    /** Of those: who enters from outside instead. */
    entersPercent: 3,
    /** Each process costs a fork: many of them are for faults of counts and tables, `huge` for those of more than 64. */
    copies: { one: 855, few: 120, many: 22, huge: 3 },
    fewCopies: [2, 5],
    manyCopies: [10, 64],
    hugeCopies: [65, 150],
    daemonPercent: 7,
    waitsNotPercent: 22,
    /** These change where orphans go, who a parent is, and what it is called: paths through the kernel, hardly through an init. */
    subreaperPercent: 5,
    cloneParentPercent: 3,
    commPercent: 2,
    /** Where the init is root with its capabilities. */
    userPercent: 2,
    /** Where it is not root itself. */
    setuidPercent: 50,
    leaderEndsPercent: 2,
    place: { parent: 76, group: 9, joins: 8, session: 7 },
  },

  /** What `main` does upon signals. Noting all shows each signal that is forwarded, and none that is not. */
  main: { notesAll: 45, notesAllBut: 28, defaults: 15, some: 8, ignoresAll: 4 },
  /** What the others do; most of them only have to be there. */
  others: { defaults: 50, notesAll: 28, notesAllBut: 10, some: 9, ignoresAll: 3 },
  /** One reaction. `exitLater` costs real time. */
  reaction: { exit: 45, note: 25, default: 14, ignore: 14, exitLater: 2 },
  reactions: [1, 3],
  /** What an actor does upon SIGCHLD, where it says so: `ignore` has the kernel reap. */
  sigchldPercent: 6,
  sigchld: { ignore: 40, note: 40, default: 20 },
  /** ms. Long enough to be later than the forwarding, short enough for a campaign. */
  after: [1, 20],

  /** The class of a signal. Uniform over 64 would leave few that real inits treat apart. */
  signal: { any: 50, polite: 20, special: 20, realTime: 10 },
  /** Exit codes: `telling` ones sit where inits confuse codes with signals, or code and flag. */
  code: { telling: 50, any: 50 },
  coreOffPercent: 50,

  steps: {
    /** How many; the mean is about 8. Long ones find what needs a history, and cost more to run and to shrink. */
    count: { none: 5, few: 40, some: 41, many: 12, most: 2 },
    few: [1, 4],
    some: [5, 10],
    many: [11, 24],
    most: [25, 40],
    /** Moves after the end of `main`, which an init that leaves promptly never sees. */
    afterEndPercent: 3,
  },
  /** One move is one step, or a few that belong together. `wait` costs real time, so 3 in 100 scenarios have one. */
  move: {
    fork: 150,
    exit: 150,
    die: 60,
    signalInit: 240,
    signalActor: 80,
    signalGroup: 40,
    signalEverybody: 25,
    queue: 40,
    burst: 60,
    volley: 40,
    deaths: 60,
    hiddenDeath: 30,
    freeze: 45,
    stop: 45,
    continue: 45,
    killStopped: 20,
    setpgid: 18,
    setsid: 10,
    exec: 12,
    /** A traced process does little more: each of these takes from what all others show. */
    traceme: 12,
    vfork: 20,
    wait: 3,
  },
  /** A wait before the ending: what an init does while idle depends on what came before. */
  lateWaitPercent: 2.5,
  /** Of those: grace periods, kills and retries come after seconds. One in a thousand, so that a few executors wait at any moment. */
  longWaitPercent: 4,
  longWait: [2000, 5000],
  waitWhileMainIsStoppedPercent: 12,
  /** Before the ending: so many orphans by `main` take a tenth of a second, hence 4 in 1000. More than a table of 1024 holds. */
  stormPercent: 0.4,
  storm: [1100, 2500],
  stormSignals: [0, 2],
  /** How many make one at the same time, if there are so many actors. */
  stormMakers: [1, 3],
  /**
   * Which actor has itself traced: the init hears of its own children alone. How often a signal stops it at once, and of main's how many by
   * the init.
   */
  traced: { main: 40, orphan: 40, any: 20 },
  trappedPercent: 80,
  trappedByInitPercent: 40,
  /** What happens while somebody waits for what it has made by vfork, and how that wait ends. */
  whileSuspended: [0, 2],
  suspended: { signalInit: 60, signalActor: 25, deaths: 15 },
  resumed: { exec: 50, exit: 30, die: 20 },
  /** What happens upon a terminal, where there is one: after how many moves, and what. */
  terminalMovePercent: 40,
  terminalMove: { type: 40, resize: 15, hangUp: 8, foreground: 22, read: 20, write: 12 },
  /** Whose group is put in the foreground: a job's, rather than anybody's; and how often somebody ends then. */
  jobPercent: 80,
  deathAfterPercent: 35,
  /** One key, or a line; a line is what an init that reads takes away. */
  typing: { key: 60, line: 30, both: 10 },
  key: { '^C': 60, '^Z': 25, '^\\': 15 },
  /** Who sends. The init must look at the signal, not at the sender. */
  fromActorPercent: 22,
  /** How often a burst (one signal several times) comes, how, and where to. */
  burst: [2, 5],
  burstHow: { together: 35, settled: 25, frozen: 40 },
  burstToActorPercent: 12,
  /** Different signals at once. */
  volley: [2, 5],
  /** Deaths at once: how many actors, and whether the init is frozen meanwhile. */
  deaths: [2, 4],
  deathsFrozenPercent: 35,
  deathByExitPercent: 70,
  /** Who dies: a parent, which orphans; an orphan, which the init must reap; anybody. */
  mortal: { parent: 35, orphan: 35, any: 30 },
  /** What comes before a death while the init is frozen, so that the SIGCHLD of the death merges with another. */
  hidden: { sentSigchld: 35, stop: 45, death: 20 },
  /** Of the stops; the others are an orphan's. The SIGCONT that thaws the init makes `main` go on, which is one SIGCHLD more. */
  hiddenStopOfMainPercent: 25,
  /** ms. Long enough for an init that wakes every few of them to be seen each time. */
  wait: [20, 40],

  /** How it ends. `none` leaves the init alive, which must then sleep. */
  ending: { exit: 38, die: 15, forwarded: 12, together: 12, frozen: 8, killedStopped: 4, none: 11 },
  /** How often it is none after at least `manyCopies` at once have ended. */
  noEndAfterManyPercent: 40,
  /** Who dies with `main`, or while the init that has still to learn of it is frozen. */
  dieWithMain: [1, 3],
  /** How often the init is frozen while main is stopped and killed: it then learns of both by one SIGCHLD. */
  killedStoppedFrozenPercent: 40,
  thawAtEndPercent: 92,
  /** Where the init is held, in those scenarios that have a placement at all. */
  placing: {
    /** A start is where most calls are, and where an init is least ready. */
    startPercent: 30,
    childPercent: 25,
    /**
     * Of the places in a start: the exit of the fork, so that the child goes first, as on a busy machine; and how often nothing else
     * happens there.
     */
    forkPercent: 30,
    nothingPercent: 50,
    /**
     * Where main is another user's program by then, what the init looks at right after its fork is another: held so many times as often, in
     * its start.
     */
    delicateFactor: 4,
    delicateStartPercent: 75,
    /** Any of the calls that were seen; the others by name. */
    byNumberPercent: 40,
    happening: { signals: 34, inside: 8, main: 18, other: 12, both: 12, all: 8, stop: 1, taken: 5 },
    signals: [1, 3],
    stopSignalPercent: 5,
  },
} as const satisfies Record<string, unknown>;
