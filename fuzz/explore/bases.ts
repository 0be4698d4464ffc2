/** The scenarios that an exploration begins with. Each step of theirs that may lead to a placement is a window of its own. */
import type { Scenario } from '../scenario/scenario.ts';

export interface Base {
  name: string;
  /** What it is for, in a few words. */
  title: string;
  scenario: Scenario;
  /** Whether the start is a window too: of those that start alike, one is enough. */
  start: boolean;
}

const noting = { on: { all: 'note' } } as const;

/** An orphan of the init's: its parent has ended. */
const ORPHAN = {
  main: noting,
  maker: { parent: 'main' },
  orphan: { parent: 'maker', ...noting },
} as const;
const MAKE_ORPHAN = [{ fork: 'maker' }, { fork: 'orphan' }, { exit: { actor: 'maker', code: 0 } }] as const;

const scenario = (parts: Omit<Scenario, 'version' | 'launch'> & { launch?: Scenario['launch'] }): Scenario => ({
  version: 1,
  launch: {},
  ...parts,
});

export const BASES: readonly Base[] = [
  {
    name: 'exit',
    title: 'start, and exit',
    start: true,
    scenario: scenario({ actors: { main: noting }, steps: [{ exit: { actor: 'main', code: 7 } }] }),
  },
  {
    name: 'signal',
    title: 'one signal, another, and exit',
    start: false,
    scenario: scenario({
      actors: { main: noting },
      steps: [
        { signal: { signal: 'SIGUSR1', to: 'init' } },
        { signal: { signal: 'SIGRTMIN+1', to: 'init' } },
        { exit: { actor: 'main', code: 7 } },
      ],
    }),
  },
  {
    name: 'orphan',
    title: 'an orphan ends',
    start: false,
    scenario: scenario({
      actors: ORPHAN,
      steps: [...MAKE_ORPHAN, { exit: { actor: 'orphan', code: 5 } }, { exit: { actor: 'main', code: 7 } }],
    }),
  },
  {
    name: 'orphan-and-main',
    title: 'an orphan and the main child end at the same time',
    start: false,
    scenario: scenario({
      actors: ORPHAN,
      steps: [...MAKE_ORPHAN, { together: [{ exit: { actor: 'orphan', code: 5 } }, { exit: { actor: 'main', code: 7 } }] }],
    }),
  },
  {
    name: 'main-with-orphan',
    title: 'the main child ends, an orphan lives',
    start: false,
    scenario: scenario({ actors: ORPHAN, steps: [...MAKE_ORPHAN, { exit: { actor: 'main', code: 7 } }] }),
  },
  {
    name: 'killed',
    title: 'the main child is killed',
    start: false,
    scenario: scenario({ actors: { main: noting }, steps: [{ die: { actor: 'main', signal: 'SIGKILL' } }] }),
  },
  {
    name: 'group',
    title: 'a signal, with another member of the group',
    start: false,
    scenario: scenario({
      actors: { main: noting, worker: { parent: 'main', ...noting } },
      steps: [{ fork: 'worker' }, { signal: { signal: 'SIGUSR1', to: 'init' } }, { exit: { actor: 'main', code: 7 } }],
    }),
  },
  {
    name: 'terminal',
    title: 'start on a terminal, a signal, and exit',
    start: true,
    scenario: scenario({
      launch: { terminal: 'controlling' },
      actors: { main: noting },
      steps: [{ signal: { signal: 'SIGWINCH', to: 'init' } }, { exit: { actor: 'main', code: 7 } }],
    }),
  },
  {
    name: 'failing-exec',
    title: 'start what is not there',
    start: true,
    scenario: scenario({ launch: { command: 'missing' }, actors: { main: {} }, steps: [] }),
  },
  {
    name: 'stop',
    title: 'a stop and a SIGCONT through the init',
    start: false,
    scenario: scenario({
      actors: { main: { on: { all: 'note', SIGTSTP: 'default' } } },
      steps: [
        { signal: { signal: 'SIGTSTP', to: 'init' } },
        { signal: { signal: 'SIGCONT', to: 'init' } },
        { exit: { actor: 'main', code: 7 } },
      ],
    }),
  },
];
