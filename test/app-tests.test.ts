/** `appTests`, on the sound server; and that it fails where it must. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { appTests } from '../fuzz/vitest.ts';
import { PACKAGE_ROOT } from '../fuzz/execute/locate.ts';
import { vitestOn } from './fixtures/vitest-on.ts';

const FOLDER = join(PACKAGE_ROOT, 'test/app/planted');

appTests({
  command: ['node', 'sound-server.mjs'],
  directory: FOLDER,
  ready: 'tcp:8080',
  load: 'http://127.0.0.1:8080/',
  grace: '5s',
  only: ['stop-when-ready', 'stop-under-load', 'stop-twice', 'stray'],
});

test('it fails, with the story, where the application does', async () => {
  const { exit, all } = await vitestOn(
    `appTests({ command: ['node', 'fails-at-the-stop.mjs'], directory: ${JSON.stringify(FOLDER)}, ready: 'tcp:8080', only: ['stop-when-ready'] });`,
  );
  expect(exit).toBe(1);
  expect(all).toContain('it ended with exit code 1, as if it had failed');
  expect(all).toContain('SIGTERM to PID 1');
});
