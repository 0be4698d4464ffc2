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
