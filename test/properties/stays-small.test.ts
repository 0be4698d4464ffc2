import { expect, test } from 'vitest';
import { staysSmall } from '../../properties/stays-small.ts';
import { changed, outcome, type Shown, show, withExecutors } from './setting.ts';

withExecutors();

const using = (run: Shown, usage: Partial<Shown['trace']['init']>): Shown => changed(run, { init: { ...run.trace.init, ...usage } });
const MIB = 1024 * 1024;

test('descriptors and memory at the end as at the start, within some slack', async () => {
  const run = await show({
    actors: { worker: { parent: 'main', daemon: true, copies: 30 } },
    steps: [{ fork: 'worker' }, { exit: { actor: 'worker', code: 0 } }],
  });
  const measured = using(run, { firstRssBytes: MIB, lastRssBytes: MIB + 1000, firstDescriptors: 4, lastDescriptors: 5 });
  expect(outcome(staysSmall, measured)).toBe('holds');
  expect(outcome(staysSmall, using(measured, { lastDescriptors: 7 }))).toBe('descriptors-grow');
  expect(outcome(staysSmall, using(measured, { lastRssBytes: 2 * MIB }))).toBe('memory-grows');
});

test('where nothing was measured there is nothing to say', async () => {
  expect(outcome(staysSmall, using(await show({}), { firstRssBytes: 0 }))).toBe('not-applicable');
});

test('processes that nobody asked for', async () => {
  expect(outcome(staysSmall, changed(await show({}), { bound: 'processes' }))).toBe('processes-grow');
});
