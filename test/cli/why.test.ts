import { spawn } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import { temporary } from '../fixtures/temporary.ts';
import { initproof, SET_UP_MS, setUp, values } from './initproof.ts';

beforeAll(setUp, SET_UP_MS);

test('why tells of a process in lines or as a value, and exits with 1 where something is wrong', async () => {
  const cwd = temporary();
  const child = spawn('sleep', ['1000']);
  const { pid = 0 } = child;
  await new Promise((resolve) => child.once('spawn', resolve));
  const ok = await initproof(['why', '--pid', String(pid)], { cwd });
  expect([ok.exit, ok.out]).toEqual([0, expect.stringMatching(/process \d+ {2}sleep 1000, with 0 other processes/)]);
  child.kill('SIGSTOP');
  const stopped = await initproof(['why', '--pid', String(pid), '--json'], { cwd });
  child.kill('SIGKILL');
  expect(stopped.exit).toBe(1);
  expect(values(stopped)).toEqual([expect.objectContaining({ v: 1, type: 'why', pid, argv: ['sleep', '1000'] })]);
});

test('a wrong call says what is right', async () => {
  const cwd = temporary();
  expect(await initproof(['why'], { cwd })).toMatchObject({ exit: 2, err: expect.stringContaining("'--pid <pid>'") });
  expect(await initproof(['why', '--pid', '1', '--stop-signal', 'TERM'], { cwd })).toMatchObject({
    exit: 2,
    err: expect.stringContaining('SIGTERM'),
  });
});
