import { expect, test } from 'vitest';
import { reapsOrphans } from '../../properties/reaps-orphans.ts';
import { outcome, show, sleepingOn, verdictOf, withExecutors, without } from './setting.ts';

withExecutors();

const actors = { shell: { parent: 'main', waits: false }, worker: { parent: 'shell' } } as const;

test('holds where orphans are reaped, and names the zombie that is left', async () => {
  const run = await show({
    actors,
    steps: [{ fork: 'shell' }, { fork: 'worker' }, { exit: { actor: 'shell', code: 0 } }, { exit: { actor: 'worker', code: 0 } }],
  });
  expect(outcome(reapsOrphans, run)).toBe('holds');
  const left = without(run, (event) => event.kind === 'gone' && event.slot === 2);
  expect(verdictOf(reapsOrphans, left)).toMatchObject({
    kind: 'violated',
    what: 'zombie-left',
    said: 'worker is a zombie of the init, but should be reaped by the init',
  });
  expect(verdictOf(reapsOrphans, sleepingOn(left, ['zombie']))).toMatchObject({
    what: 'late',
    said: 'worker is a zombie of the init while the init sleeps on, for 5000 ms at a time, but should be reaped by the init',
  });
});

test('a zombie whose parent lives does not count', async () => {
  const run = await show({ actors, steps: [{ fork: 'shell' }, { fork: 'worker' }, { exit: { actor: 'worker', code: 0 } }] });
  expect(run.trace.events.some((event) => event.kind === 'gone')).toBe(false);
  expect(outcome(reapsOrphans, run)).toBe('holds');
});

test('a frozen init need not reap', async () => {
  const steps = [
    { fork: 'shell' },
    { fork: 'worker' },
    { exit: { actor: 'shell', code: 0 } },
    { freeze: 'init' },
    { exit: { actor: 'worker', code: 0 } },
  ] as const;
  expect(outcome(reapsOrphans, await show({ actors, steps: [...steps] }))).toBe('holds');
});
