import { expect, test } from 'vitest';
import { keepsDirectory } from '../../properties/keeps-directory.ts';
import { changed, outcome, show, withExecutors } from './setting.ts';

withExecutors();

test.each(['/', 'own', 'deleted'] as const)('holds where the init was started in %s and stays there', async (directory) => {
  expect(outcome(keepsDirectory, await show({ launch: { directory } }))).toBe('holds');
});

test('one that goes elsewhere, unless its contract says so', async () => {
  const run = await show({ launch: { directory: 'own' } });
  const moved = changed(run, { init: { ...run.trace.init, directory: '/' } });
  expect(outcome(keepsDirectory, moved)).toBe('elsewhere');
  expect(outcome(keepsDirectory, moved, { directory: '/' })).toBe('holds');
});

test('a run in which it was not looked up tells nothing', async () => {
  const run = await show({});
  expect(outcome(keepsDirectory, changed(run, { init: { ...run.trace.init, directory: '' } }))).toBe('not-applicable');
});
