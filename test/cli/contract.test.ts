/** `initproof contract`: what it writes is a target that can be run. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { writeScripts } from '../learn/scripts.ts';
import { temporary } from '../fixtures/temporary.ts';
import { initproof, setUp, SET_UP_MS } from './initproof.ts';

beforeAll(setUp, SET_UP_MS);

test('its answer is a target file, which run takes', async () => {
  const cwd = temporary();
  const { forwardsNothing } = await writeScripts();
  const { exit, out } = await initproof(['contract', forwardsNothing], { cwd });
  expect([exit, out]).toEqual([0, expect.stringContaining('# SIGTERM is not forwarded: `docker stop`')]);
  await writeFile(join(cwd, 'mine.yaml'), out);
  const ran = await initproof(['run', 'mine.yaml', '--runs', '20', '--no-corpus', '--no-shrink'], { cwd });
  expect([0, 1]).toContain(ran.exit);
  expect(`${ran.out}${ran.err}`).not.toContain('forwards/signal-lost');
});

test('of a program that becomes its command: what it adds to its signals is no finding then', async () => {
  const cwd = temporary();
  const { becomes } = await writeScripts();
  const { out } = await initproof(['contract', becomes], { cwd });
  const other = out.replaceAll('SIGHUP', 'SIGUSR1');
  await Promise.all([writeFile(join(cwd, 'mine.yaml'), out), writeFile(join(cwd, 'other.yaml'), other)]);
  const run = (file: string) => initproof(['run', file, '--runs', '20', '--seed', '1', '--no-corpus', '--no-shrink'], { cwd });
  expect((await run('mine.yaml')).out).not.toContain('ignored-signals');
  expect((await run('other.yaml')).out).toContain('the child ignores SIGHUP, and should not');
});

test('of a program that does not start its command: 4, with what to do', async () => {
  const { neverStarts } = await writeScripts();
  const { exit, out, err } = await initproof(['contract', neverStarts], { cwd: temporary() });
  expect([exit, out]).toEqual([4, '']);
  expect(err).toMatch(/never starts the command that it is given: it exited with 64 .*\n.*--args/);
});
