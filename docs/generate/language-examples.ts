/** One example for each thing that a scenario can say, as people write it. All are run in `test/docs/language.test.ts`. */
import type { Actor, Launch } from '../../fuzz/scenario/scenario.ts';
import type { StepKind } from '../../fuzz/scenario/steps.ts';

/** The lines of a scenario below `version: 1`. */
type Yaml = string;

const ORPHAN = 'actors:\n  main: {}\n  shell: {parent: main}\n  worker: {parent: shell}';

export const LAUNCH: Readonly<Record<keyof Launch, Yaml>> = {
  command: 'launch: {command: not-executable}',
  args: "launch: {args: [--port, '80', '']}",
  env: "launch: {env: {LANG: C.UTF-8, EMPTY: ''}}",
  blocked: 'launch: {blocked: [SIGTERM]}\nsteps:\n  - {signal: {signal: SIGTERM, to: init}}',
  ignored: 'launch: {ignored: [SIGPIPE]}',
  closed: 'launch: {closed: [stdin]}',
  open: 'launch: {open: [3, 10]}',
  directory: 'launch: {directory: deleted}',
  umask: 'launch: {umask: 0o077}',
  nice: 'launch: {nice: 5}',
  noNewPrivs: 'launch: {noNewPrivs: true}',
  limits: 'launch: {limits: {NOFILE: 256, CORE: 0}}',
  pending: 'launch: {blocked: [SIGUSR1], pending: [SIGUSR1]}\nactors:\n  main: {on: {SIGUSR1: note}}',
  early: 'launch: {early: [{signal: SIGTERM, us: 300}]}',
  full: 'launch: {full: [stderr]}',
  as: 'launch: {as: subreaper}',
  terminal: 'launch: {terminal: controlling}',
  tostop: 'launch: {terminal: controlling, tostop: true}\nsteps:\n  - {write: main}',
  user: 'launch: {user: 1000}',
  capabilities: 'launch: {capabilities: none}',
  pidsLimit: `launch: {pidsLimit: 3}\n${ORPHAN}\nsteps:\n  - {fork: shell}\n  - {fork: worker}`,
  proc: 'launch: {proc: none}',
};

export const ACTORS: Readonly<Record<keyof Actor, Yaml>> = {
  parent: 'actors:\n  main: {}\n  worker: {parent: main}\nsteps:\n  - {fork: worker}',
  exited: 'actors:\n  main: {}\n  older: {parent: init, exited: 3}',
  copies: 'actors:\n  main: {}\n  worker: {parent: main, copies: 3}\nsteps:\n  - {fork: worker}',
  on: 'actors:\n  main: {on: {SIGTERM: {exit: 3, after: 20ms}, SIGHUP: ignore, all: note}}\nsteps:\n  - {signal: {signal: SIGHUP, to: init}}\n  - {signal: {signal: SIGTERM, to: init}}',
  group:
    'actors:\n  main: {}\n  job: {parent: main, group: own}\n  pipe: {parent: main, group: {of: job}}\nsteps:\n  - {fork: job}\n  - {fork: pipe}',
  session: 'actors:\n  main: {}\n  worker: {parent: main, session: own}\nsteps:\n  - {fork: worker}',
  daemon: 'actors:\n  main: {}\n  worker: {parent: main, daemon: true}\nsteps:\n  - {fork: worker}',
  waits: 'actors:\n  main: {waits: false}\n  worker: {parent: main}\nsteps:\n  - {fork: worker}\n  - {exit: {actor: worker, code: 0}}',
  user: 'actors:\n  main: {user: 1000}\nsteps:\n  - {signal: {signal: SIGTERM, to: init}}',
  setuid: 'launch: {user: 1000}\nactors:\n  main: {}\n  helper: {parent: main, setuid: true}\nsteps:\n  - {fork: helper}',
  subreaper:
    'actors:\n  main: {subreaper: true}\n  shell: {parent: main}\n  worker: {parent: shell}\nsteps:\n  - {fork: shell}\n  - {fork: worker}\n  - {exit: {actor: shell, code: 0}}',
  leaderEnds: 'actors:\n  main: {}\n  worker: {parent: main, leaderEnds: true}\nsteps:\n  - {fork: worker}',
  pid: 'actors:\n  main: {}\n  first: {parent: main}\n  second: {parent: main, pid: {of: first}}\nsteps:\n  - {fork: first}\n  - {exit: {actor: first, code: 0}}\n  - {fork: second}',
  vfork: 'actors:\n  main: {}\n  worker: {parent: main, vfork: true}\nsteps:\n  - {fork: worker}\n  - {exec: worker}',
  cloneParent:
    'actors:\n  main: {}\n  sibling: {parent: main, cloneParent: true}\nsteps:\n  - {fork: sibling}\n  - {exit: {actor: sibling, code: 0}}',
  comm: "actors:\n  main: {}\n  worker: {parent: main, comm: 'a) Z (b'}\nsteps:\n  - {fork: worker}",
};

const TERMINAL = 'launch: {terminal: controlling}\n';
const NOTES = 'actors:\n  main: {on: {all: note}}\n';
const WORKER = 'actors:\n  main: {}\n  worker: {parent: main}\nsteps:\n  - {fork: worker}\n';

export const STEPS: Readonly<Record<StepKind, Yaml>> = {
  exit: 'steps:\n  - {exit: {actor: main, code: 3}}',
  die: 'steps:\n  - {die: {actor: main, signal: SIGSEGV, core: false}}',
  signal: `${NOTES}  worker: {parent: main, group: own}\nsteps:\n  - {fork: worker}\n  - {signal: {signal: SIGHUP, to: init}}\n  - {signal: {signal: SIGUSR1, to: {group: worker}, from: main}}`,
  queue: `${NOTES}steps:\n  - {queue: {signal: SIGRTMIN+1, to: init, value: 7}}`,
  storm: 'steps:\n  - {storm: {actor: main, orphans: 50}}',
  fork: WORKER.trimEnd(),
  stop: `${WORKER}  - {stop: worker}`,
  continue: `${WORKER}  - {stop: worker}\n  - {continue: worker}`,
  type: `${TERMINAL}${NOTES}steps:\n  - {type: "hello\\n"}\n  - {type: ^C}`,
  hangUp: `${TERMINAL}steps:\n  - {hangUp: terminal}`,
  resize: `${TERMINAL}${NOTES}steps:\n  - {resize: {rows: 50, columns: 132}}`,
  freeze: `${NOTES}steps:\n  - {freeze: init}\n  - {signal: {signal: SIGUSR1, to: init}}\n  - {signal: {signal: SIGUSR2, to: init}}\n  - {thaw: init}`,
  thaw: 'steps:\n  - {freeze: init}\n  - {exit: {actor: main, code: 0}}\n  - {thaw: init}',
  orphan: 'launch: {as: subreaper}\nsteps:\n  - {orphan: init}',
  wait: 'steps:\n  - {wait: 50ms}',
  together: `${WORKER}  - together:\n      - {signal: {signal: SIGTERM, to: init}}\n      - {exit: {actor: worker, code: 0}}`,
  setpgid: `${WORKER}  - {setpgid: worker}`,
  setsid: `${WORKER}  - {setsid: worker}`,
  exec: 'steps:\n  - {exec: main}\n  - {signal: {signal: SIGTERM, to: init}}',
  traceme: `${WORKER}  - {traceme: worker}\n  - {signal: {signal: SIGUSR1, to: worker}}`,
  foreground: `${TERMINAL}${WORKER.replace('{parent: main}', '{parent: main, group: own}')}  - {foreground: worker}\n  - {type: ^C}`,
  read: `${TERMINAL}steps:\n  - {type: "yes\\n"}\n  - {read: main}`,
  write: `${TERMINAL}steps:\n  - {write: main}`,
  at: `${NOTES}steps:\n  - {signal: {signal: SIGUSR1, to: init}}\n  - at:\n      call: kill\n      when: exit\n      do:\n        - {signal: {signal: SIGUSR2, to: init}}`,
};
