import { expect, test } from 'vitest';
import type { Step } from '../../../fuzz/scenario/scenario.ts';
import { finally_ } from '../setting.ts';

test('signals to everybody reach all but the sender; from outside the init too, which forwards', () => {
  const actors = { shell: { parent: 'main', on: { all: 'note' } } } as const;
  const steps = (from: object): Step[] => [{ fork: 'shell' }, { signal: { signal: 'SIGRTMIN', to: 'everybody', ...from } }];
  expect(finally_(actors, steps({ from: 'shell' }))).toBe('main live; shell live; main SIGRTMIN from actor 1');
  expect(finally_(actors, steps({}))).toBe(
    'main live; shell live; main SIGRTMIN from init 1; main SIGRTMIN from outside 1; shell SIGRTMIN from outside 1',
  );
});

test('one that signals its copies and dies of it does not get to the next', () => {
  const actors = { worker: { parent: 'main', copies: 3 } } as const;
  const steps: Step[] = [{ fork: 'worker' }, { signal: { signal: 'SIGTERM', to: 'worker', from: 'worker' } }];
  expect(finally_(actors, steps)).toBe('main live; worker gone; worker2 live; worker3 live');
});

test('a group is reached through any that is not reaped yet, and not after that', () => {
  const actors = {
    main: { waits: false },
    shell: { parent: 'main', group: 'own' },
    worker: { parent: 'shell', on: { all: 'note' } },
  } as const;
  const steps: Step[] = [
    { fork: 'shell' },
    { fork: 'worker' },
    { exit: { actor: 'shell', code: 0 } },
    { signal: { signal: 'SIGUSR1', to: { group: 'shell' } } },
  ];
  expect(finally_(actors, steps)).toBe('main live; shell zombie; worker live; worker SIGUSR1 from outside 1');
  expect(finally_({ ...actors, main: {} }, steps)).toBe('main live; shell gone; worker live');
});

test('whether a child has left its parent’s group when that is signalled at once is open', () => {
  const actors = { shell: { parent: 'main', group: 'own' }, child: { parent: 'shell', group: 'own' } } as const;
  const told: Step = { signal: { signal: 'SIGTERM', to: { group: 'shell' }, from: 'shell' } };
  const steps: Step[] = [{ fork: 'shell' }, { stop: 'shell' }, { fork: 'child' }, told, { continue: 'shell' }];
  expect(finally_(actors, steps)).toBe('unsure: a group was signalled that a process may not have left yet');
  expect(finally_(actors, [{ fork: 'shell' }, { fork: 'child' }, told])).toBe('main live; shell gone; child live');
});

test('whether a group can be named by one that the init is just reaping is open', () => {
  const actors = {
    main: { on: { all: 'note', SIGUSR1: 'default' } },
    shell: { parent: 'main', group: 'own', on: { all: 'note' } },
    job: { parent: 'shell' },
    worker: { parent: 'job' },
  } as const;
  const ended: Step[] = [{ freeze: 'init' }, { exit: { actor: 'job', code: 0 } }, { exit: { actor: 'worker', code: 0 } }];
  const told: Step = { signal: { signal: 'SIGUSR2', to: { group: 'worker' }, from: 'main' } };
  const forks: Step[] = [{ fork: 'shell' }, { fork: 'job' }, { fork: 'worker' }];
  const steps: Step[] = [...forks, { stop: 'main' }, ...ended, told, { signal: { signal: 'SIGCONT', to: 'init' } }];
  expect(finally_(actors, steps)).toBe('unsure: a group was named by a process that may have been reaped');
  expect(finally_(actors, [...forks, ...ended, told])).toContain('shell SIGUSR2 from actor 1');
});

test('a group that is named by who may have been waited for', () => {
  const actors = { main: { subreaper: true, waits: false }, a: { parent: 'main' }, b: { parent: 'a' } } as const;
  const steps: Step[] = [
    ...[{ fork: 'a' }, { fork: 'b' }, { signal: { signal: 'SIGTERM', to: 'everybody', from: 'main' } } as const],
    { signal: { signal: 'SIGUSR1', to: { group: 'b' } } },
  ];
  expect(finally_(actors, steps)).toBe('unsure: a group was named by a process that may have been reaped');
});
