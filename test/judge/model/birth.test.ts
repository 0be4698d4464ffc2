import { expect, test } from 'vitest';
import type { Launch, Step } from '../../../fuzz/scenario/scenario.ts';
import { finally_, predicted } from '../setting.ts';

test('copies are forked together, a daemon is left by the one between', () => {
  expect(
    predicted({ worker: { parent: 'main', copies: 2 }, daemon: { parent: 'main', daemon: true } }, [
      { fork: 'worker' },
      { fork: 'daemon' },
    ]),
  ).toEqual(['main live; worker live; worker2 live', 'main live; worker live; worker2 live; daemon* gone; daemon live']);
});

test('who goes on, forks and signals the child at once does not know it yet', () => {
  const actors = { shell: { parent: 'main' }, child: { parent: 'shell', on: { all: 'note' } } } as const;
  const told: Step[] = [{ fork: 'child' }, { signal: { signal: 'SIGTERM', to: 'child', from: 'shell' } }];
  const steps: Step[] = [{ fork: 'shell' }, { stop: 'shell' }, ...told, { continue: 'shell' }];
  expect(finally_(actors, steps)).toBe('unsure: a process was signalled that may not have started');
  expect(finally_(actors, [{ fork: 'shell' }, ...told])).toBe('main live; shell live; child live; child SIGTERM from actor 1');
});

test('what finds no room is not born, nor what it would have forked', () => {
  const actors = { a: { parent: 'main', copies: 3 }, b: { parent: 'a' } } as const;
  const launch: Launch = { pidsLimit: 3 };
  expect(predicted(actors, [{ fork: 'a' }, { fork: 'b' }], {}, launch)).toEqual([
    'main live; a live; a2 live',
    'main live; a live; a2 live',
  ]);
  const daemon = { d: { parent: 'main', daemon: true } } as const;
  expect(finally_(daemon, [{ fork: 'd' }], {}, { pidsLimit: 2 })).toBe('main live; d* gone');
});

test('whether a zombie that the init has not waited for yet still takes room is open', () => {
  const actors = { shell: { parent: 'main' }, a: { parent: 'shell' }, b: { parent: 'main', copies: 2 } } as const;
  const ends: Step[] = [{ exit: { actor: 'shell', code: 0 } }, { exit: { actor: 'a', code: 0 } }];
  const steps: Step[] = [{ fork: 'shell' }, { fork: 'a' }, { freeze: 'init' }, ...ends, { fork: 'b' }];
  expect(finally_(actors, steps, {}, { pidsLimit: 3 })).toBe('unsure: there may be room for a process, or none');
});
