import { expect, test } from 'vitest';
import type { Step } from '../../../fuzz/scenario/scenario.ts';
import { finally_, predicted } from '../setting.ts';

test('a step upon one that is not there does nothing', () => {
  const actors = { shell: { parent: 'main' }, worker: { parent: 'shell' } } as const;
  const steps: Step[] = [{ fork: 'shell' }, { exit: { actor: 'shell', code: 1 } }, { fork: 'worker' }];
  expect(finally_(actors, steps)).toBe('main live; shell gone');
});

test('a stopped actor obeys when it goes on', () => {
  const steps: Step[] = [{ fork: 'shell' }, { stop: 'shell' }, { exit: { actor: 'shell', code: 1 } }, { continue: 'shell' }];
  expect(predicted({ shell: { parent: 'main' } }, steps).slice(2)).toEqual(['main live; shell live stopped', 'main live; shell gone']);
});

test('who has made one by vfork takes what came, then obeys, when that is another program or has ended', () => {
  const actors = { main: { on: { all: 'note' } }, child: { parent: 'main', vfork: true }, other: { parent: 'main' } } as const;
  const before: Step[] = [{ fork: 'child' }, { signal: { signal: 'SIGTERM', to: 'init' } }, { fork: 'other' }];
  const last = (step: Step): string | undefined => predicted(actors, [...before, step]).at(-1);
  expect(predicted(actors, before).slice(1)).toEqual(['main live; child live; main SIGTERM from init 0', 'main live; child live']);
  expect(last({ exec: 'child' })).toBe('main live; child live; other live; main SIGTERM from init 1');
  expect(last({ exit: { actor: 'child', code: 0 } })).toBe('main live; child gone; other live; main SIGTERM from init 1');
  expect(last({ signal: { signal: 'SIGKILL', to: 'main' } })).toBe('init leaves: -9');
});

test('it obeys before it waits for others that have ended meanwhile', () => {
  const actors = { a: { parent: 'main' }, b: { parent: 'a' }, c: { parent: 'a', vfork: true } } as const;
  const steps: Step[] = [{ fork: 'a' }, { fork: 'b' }, { fork: 'c' }, { exit: { actor: 'b', code: 0 } }];
  expect(finally_(actors, steps)).toBe('main live; a live; b zombie; c live');
  expect(finally_(actors, [...steps, { exec: 'c' }])).toBe('main live; a live; b gone; c live');
});

test('of several things that it was told it waits for nobody in between', () => {
  const actors = { main: {}, child: { parent: 'main', daemon: true }, held: { parent: 'main', vfork: true } } as const;
  const steps: Step[] = [{ stop: 'main' }, { fork: 'child' }, { fork: 'held' }, { continue: 'main' }];
  expect(finally_(actors, steps)).toBe('main live; child* zombie/gone; child live; held live');
  expect(finally_(actors, [...steps, { exec: 'held' }])).toBe('main live; child* gone; child live; held live');
});

test('who goes on and has itself stopped may have waited for its children before', () => {
  const actors = { main: {}, held: { parent: 'main', vfork: true } } as const;
  const steps: Step[] = [
    { fork: 'held' },
    { signal: { signal: 'SIGTTOU', to: 'init', from: 'main' } },
    { exit: { actor: 'held', code: 0 } },
  ];
  const rewrites = { SIGTTOU: 'SIGSTOP' } as const;
  expect(finally_(actors, steps, { rewrites })).toBe(
    'unsure: an actor that went on was stopped, and may have waited for its children before',
  );
});
