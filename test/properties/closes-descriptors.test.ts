import { expect, test } from 'vitest';
import { closesDescriptors } from '../../properties/closes-descriptors.ts';
import { changed, outcome, show, withExecutors } from './setting.ts';

withExecutors();

test('only a contract that says so is broken by an init that keeps what it was given', async () => {
  const run = await show({ launch: { open: [3, 63] } });
  expect(run.trace.init.kept).toEqual([3, 63]);
  expect(outcome(closesDescriptors, run)).toBe('not-applicable');
  expect(outcome(closesDescriptors, run, { descriptors: 'closed' })).toBe('kept');
});

test('holds for one that has closed them; with nothing to close there is nothing to say', async () => {
  const run = await show({ launch: { open: [3] } });
  const closed = changed(run, { init: { ...run.trace.init, kept: [] } });
  expect(outcome(closesDescriptors, closed, { descriptors: 'closed' })).toBe('holds');
  expect(outcome(closesDescriptors, await show({}), { descriptors: 'closed' })).toBe('not-applicable');
});
