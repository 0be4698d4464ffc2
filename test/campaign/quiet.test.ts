import { expect, test } from 'vitest';
import { Quiet } from '../../fuzz/campaign/quiet.ts';

test('it is quiet until what is kept has settled, also where that fails', async () => {
  const quiet = new Quiet();
  expect(quiet.over).toBeUndefined();
  quiet.keep(Promise.resolve());
  quiet.keep(Promise.reject(new Error('no')));
  await quiet.over;
  expect(quiet.over).toBeUndefined();
});

test('what goes on for ever is not waited for', async () => {
  const quiet = new Quiet();
  quiet.keep(new Promise(() => {}));
  expect(quiet.over).toBeDefined();
  await quiet.over;
  expect(quiet.over).toBeUndefined();
});
