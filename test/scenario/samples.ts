/** Scenarios written by hand that between them use every part of the language that is run. */
import type { Scenario } from '../../fuzz/scenario/scenario.ts';

export const TRIVIAL: Scenario = { version: 1, launch: {}, actors: { main: {} }, steps: [{ exit: { actor: 'main', code: 0 } }] };

/** Two orphans by different ways, a frozen init, signals from everywhere. */
export const RICH: Scenario = {
  version: 1,
  launch: {
    args: ['', '--', '-x', 'two words', 'ünïcode', '#no comment', 'yes', '12', "it's", '"', 'a\nb', '\t', ' '],
    env: { TINI_VERBOSITY: '3', EMPTY: '', 'odd name': ': x', NULL: 'null' },
    blocked: ['SIGTERM', 'SIGRTMIN+3'],
    ignored: ['SIGINT'],
    closed: ['stdin'],
    open: [3, 63],
    directory: 'deleted',
  },
  actors: {
    main: { on: { all: 'note', SIGTERM: { exit: 3, after: '20ms' }, SIGCHLD: 'note' } },
    shell: { parent: 'main', group: 'own', waits: false },
    worker: { parent: 'shell', copies: 3, on: { SIGHUP: 'ignore', SIGUSR1: { exit: 0 } } },
    helper: { parent: 'main', group: { of: 'shell' } },
    service: { parent: 'main', daemon: true, copies: 2 },
    leader: { parent: 'worker', session: 'own' },
  },
  steps: [
    { fork: 'shell' },
    { fork: 'worker' },
    { fork: 'helper' },
    { fork: 'service' },
    { fork: 'leader' },
    { signal: { signal: 'SIGUSR1', to: 'init' } },
    { signal: { signal: 'SIGKILL', to: 'init', from: 'worker' } },
    { signal: { signal: 'SIGHUP', to: { group: 'shell' }, from: 'main' } },
    { signal: { signal: 'SIGWINCH', to: 'everybody' } },
    { queue: { signal: 'SIGRTMIN+7', to: 'init', value: -5 } },
    { stop: 'helper' },
    { continue: 'helper' },
    { freeze: 'init' },
    {
      together: [
        { exit: { actor: 'shell', code: 7 } },
        { signal: { signal: 'SIGTERM', to: 'init' } },
        { die: { actor: 'helper', signal: 'SIGQUIT', core: false } },
      ],
    },
    { thaw: 'init' },
    { wait: '100ms' },
    { exit: { actor: 'service', code: 1 } },
    { die: { actor: 'main', signal: 'SIGSEGV' } },
  ],
};

/** What is rare: terminal, subreaper, odd actors. Not all of it goes together. */
export const ODD: Scenario = {
  version: 1,
  launch: {
    command: 'directory',
    as: 'subreaper',
    terminal: 'controlling',
    tostop: true,
    early: [{ signal: 'SIGTERM', us: 350 }],
    capabilities: 'none',
    proc: 'none',
    noNewPrivs: true,
  },
  actors: { main: { setuid: true, subreaper: true, leaderEnds: true }, child: { parent: 'main', vfork: true } },
  steps: [
    { fork: 'child' },
    { orphan: 'init' },
    { storm: { actor: 'main', orphans: 1000 } },
    { type: 'yes^C' },
    { foreground: 'main' },
    { read: 'main' },
    { write: 'main' },
    { resize: { rows: 24, columns: 80 } },
    { hangUp: 'terminal' },
  ],
};

export const SAMPLES: readonly Scenario[] = [TRIVIAL, RICH, ODD];
