import { expect, test } from 'vitest';
import type { Step } from '../../../fuzz/scenario/scenario.ts';
import { finally_, predicted } from '../setting.ts';

test('copies are forked together, a daemon is left by the one between', () => {
  expect(
    predicted({ worker: { parent: 'main', copies: 2 }, daemon: { parent: 'main', daemon: true } }, [
      { fork: 'worker' },
      { fork: 'daemon' },
    ]),
  ).toEqual(['main live; worker live; worker2 live', 'main live; worker live; worker2 live; daemon* gone; daemon live']);
});

test('a step upon one that is not there does nothing', () => {
  const actors = { shell: { parent: 'main' }, worker: { parent: 'shell' } } as const;
  const steps: Step[] = [{ fork: 'shell' }, { exit: { actor: 'shell', code: 1 } }, { fork: 'worker' }];
  expect(finally_(actors, steps)).toBe('main live; shell gone');
});

test('a stopped actor obeys when it goes on', () => {
  const steps: Step[] = [{ fork: 'shell' }, { stop: 'shell' }, { exit: { actor: 'shell', code: 1 } }, { continue: 'shell' }];
  expect(predicted({ shell: { parent: 'main' } }, steps).slice(2)).toEqual(['main live; shell live stopped', 'main live; shell gone']);
});

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

test('who goes on, forks and signals the child at once does not know it yet', () => {
  const actors = { shell: { parent: 'main' }, child: { parent: 'shell', on: { all: 'note' } } } as const;
  const told: Step[] = [{ fork: 'child' }, { signal: { signal: 'SIGTERM', to: 'child', from: 'shell' } }];
  const steps: Step[] = [{ fork: 'shell' }, { stop: 'shell' }, ...told, { continue: 'shell' }];
  expect(finally_(actors, steps)).toBe('unsure: a process was signalled that may not have started');
  expect(finally_(actors, [{ fork: 'shell' }, ...told])).toBe('main live; shell live; child live; child SIGTERM from actor 1');
});
