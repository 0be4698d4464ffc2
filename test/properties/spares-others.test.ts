import { expect, test } from 'vitest';
import type { Step } from '../../fuzz/scenario/scenario.ts';
import { sparesOthers } from '../../properties/spares-others.ts';
import { outcome, show, withExecutors, withMore } from './setting.ts';

withExecutors();

const steps: Step[] = [{ fork: 'shell' }, { signal: { signal: 'SIGTERM', to: 'init' } }];
const isLast = (event: { kind: string; index?: number }): boolean => event.kind === 'op' && event.index === 1;

test('a signal of the init’s to another than main', async () => {
  const run = await show({ actors: { shell: { parent: 'main', on: { all: 'note' } } }, steps });
  expect(outcome(sparesOthers, run)).toBe('holds');
  const stray = { us: 0, kind: 'signal', slot: 1, signal: 15, from: 1, code: 0, value: 0 } as const;
  expect(outcome(sparesOthers, withMore(run, isLast, stray))).toBe('stray-signal');
});

test('one that leaves no record shows by its effect', async () => {
  const run = await show({ actors: { shell: { parent: 'main' } }, steps });
  expect(outcome(sparesOthers, run)).toBe('holds');
  const dead = [
    { us: 0, kind: 'died', slot: 1 },
    { us: 0, kind: 'gone', slot: 1 },
  ] as const;
  expect(outcome(sparesOthers, withMore(run, isLast, ...dead))).toBe('harmed');
  expect(outcome(sparesOthers, withMore(run, isLast, { us: 0, kind: 'stopped', slot: 1 }))).toBe('harmed');
});
