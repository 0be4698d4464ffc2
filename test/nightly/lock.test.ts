import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, expect, test } from 'vitest';
import { takeState } from '../../fuzz/nightly/lock.ts';
import { temporary } from '../fixtures/temporary.ts';

beforeAll(() => void execFileSync('make', ['-s', '-C', 'native']));

test('one at a time; who has it is said', async () => {
  const folder = join(temporary(), 'state');
  const first = await takeState(folder);
  expect(first.ok).toBe(true);
  expect(await takeState(folder)).toMatchObject({ ok: false, by: { pid: process.pid } });
  if (first.ok) await first.release();
  const again = await takeState(folder);
  expect(again.ok).toBe(true);
  if (again.ok) await again.release();
});

test('a process that is killed holds it no longer, whatever it wrote there', async () => {
  const folder = temporary();
  // flock(1) takes the lock that flock(2) knows; it becomes its command, which has it then.
  const child = execa('flock', ['-F', join(folder, 'lock'), 'sh', '-c', 'echo taken; exec sleep 1000'], { reject: false });
  await once(child.stdout, 'data');
  expect((await takeState(folder)).ok).toBe(false);
  child.kill('SIGKILL');
  await child;
  writeFileSync(join(folder, 'lock'), `{"pid":${child.pid},"host":"here","since":"2026-11-30T00:00:00.000Z"}\n`);
  const taken = await takeState(folder);
  expect(taken.ok).toBe(true);
  expect(JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
  if (taken.ok) await taken.release();
});
