/** What the bench runs: fixed scenarios, so that figures of different days can be compared. */
import type { Actor, Scenario, Step } from '../../../fuzz/scenario/scenario.ts';
import type { SignalName } from '../../../fuzz/scenario/signals.ts';

/** The init starts `main`, which exits 0: what the bare loop does, observed. */
export function trivial(): Scenario {
  return { version: 1, launch: {}, actors: { main: {} }, steps: [{ exit: { actor: 'main', code: 0 } }] };
}

/** Ten signals that every init forwards, real-time ones among them. */
const SENT: SignalName[] = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGUSR1',
  'SIGUSR2',
  'SIGTERM',
  'SIGWINCH',
  'SIGRTMIN',
  'SIGRTMIN+1',
  'SIGRTMIN+2',
];

/** A step for each signal, to the init. */
const signals = (): Step[] => SENT.map((signal) => ({ signal: { signal, to: 'init' } }));

/** `main`, which notes what comes. */
function noting(): Actor {
  const on: NonNullable<Actor['on']> = {};
  for (const signal of SENT) on[signal] = 'note';
  return { on };
}

/**
 * Five processes: `main`, a child of it, and another one with two children, which its death makes orphans. Then ten signals to the init
 * that `main` notes. The orphans die and are the init's to reap, the child dies and is `main`'s, as the first was; `main` exits 7.
 * `times` times as many signals, orphans and children.
 */
export function rich(times = 1): Scenario {
  const steps: Step[] = [{ fork: 'shell' }, { fork: 'orphan' }, { fork: 'child' }, { exit: { actor: 'shell', code: 0 } }];
  for (let n = 0; n < times; n++) steps.push(...signals());
  steps.push({ exit: { actor: 'orphan', code: 1 } }, { exit: { actor: 'child', code: 2 } }, { exit: { actor: 'main', code: 7 } });
  return {
    version: 1,
    launch: {},
    actors: {
      main: noting(),
      shell: { parent: 'main' },
      orphan: { parent: 'shell', copies: 2 * times },
      child: { parent: 'main', copies: 2 * times - 1 },
    },
    steps,
  };
}

/** The same with orphans by double fork, and two children: seven processes. */
export function daemons(): Scenario {
  const steps: Step[] = [{ fork: 'child' }, { fork: 'orphan' }, ...signals()];
  steps.push({ exit: { actor: 'orphan', code: 1 } }, { exit: { actor: 'child', code: 2 } }, { exit: { actor: 'main', code: 7 } });
  const actors: Scenario['actors'] = {
    main: noting(),
    child: { parent: 'main', copies: 2 },
    orphan: { parent: 'main', daemon: true, copies: 2 },
  };
  return { version: 1, launch: {}, actors, steps };
}
