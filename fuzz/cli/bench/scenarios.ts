/** What the bench runs: fixed scenarios, so that figures of different days can be compared. */
import type { Actor, Scenario, Step } from '../../scenario/scenario.ts';
import type { SignalName } from '../../scenario/signals.ts';

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

/**
 * `times` times: two children of `main`, two orphans by double fork, ten signals to the init that `main` notes. Then the orphans die
 * and are the init's to reap, the children die and are `main`'s; `main` exits 7.
 */
export function rich(times = 1): Scenario {
  const on: NonNullable<Actor['on']> = {};
  for (const signal of SENT) on[signal] = 'note';
  const steps: Step[] = [{ fork: 'child' }, { fork: 'orphan' }];
  for (let n = 0; n < times; n++) for (const signal of SENT) steps.push({ signal: { signal, to: 'init' } });
  steps.push({ exit: { actor: 'orphan', code: 1 } }, { exit: { actor: 'child', code: 2 } }, { exit: { actor: 'main', code: 7 } });
  return {
    version: 1,
    launch: {},
    actors: { main: { on }, child: { parent: 'main', copies: 2 * times }, orphan: { parent: 'main', daemon: true, copies: 2 * times } },
    steps,
  };
}
