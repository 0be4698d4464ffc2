import { spawn } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import { sigkill, treeOf } from '../fixtures/processes.ts';
import { temporary } from '../fixtures/temporary.ts';
import { program, unpacked } from '../scan/images.ts';
import { initproof, SET_UP_MS, setUp, values, write } from './initproof.ts';

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

test('what inspect prints leads to the process where it lives here, and else to its words', async () => {
  const cwd = temporary();
  const namespaces = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const outer = spawn('unshare', [...namespaces, '--pid', '--fork', '--kill-child', 'sh', '-c', 'echo; sleep 1000; exit'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    await new Promise((resolve) => outer.stdout.once('data', resolve));
    const inner = treeOf(outer.pid ?? 0)[1]?.pid ?? 0;
    const container = {
      Name: '/web',
      Path: 'sh',
      Args: ['-c', 'echo; sleep 1000; exit'],
      Config: { StopSignal: 'SIGUSR1', StopTimeout: 7 },
    };
    const file = await write(cwd, 'inspect.json', JSON.stringify([{ ...container, State: { Status: 'running', Pid: inner } }]));
    const here = await initproof(['why', file], { cwd });
    expect([here.exit, here.out.replace(/\s+/g, ' ')]).toEqual([
      1,
      expect.stringMatching(/web, process \d+ sh -c .*no handler for SIGUSR1.*after its grace period, 7 s/),
    ]);
    const other = await write(cwd, 'other.json', JSON.stringify([{ ...container, Args: ['-c', 'other'], State: { Pid: inner } }]));
    const elsewhere = await initproof(['why', other, '--json'], { cwd });
    expect(values(elsewhere)).toEqual([
      expect.objectContaining({
        type: 'why-image',
        pid1: 'shell',
        lines: expect.arrayContaining([expect.objectContaining({ said: expect.stringContaining('is another one') })]),
      }),
    ]);
    const exited = JSON.stringify([{ ...container, State: { Status: 'exited', Pid: 0, ExitCode: 137 } }]);
    const piped = await initproof(['why', '-'], { cwd, input: exited });
    expect([piped.exit, piped.out.replace(/\s+/g, ' ')]).toEqual([
      1,
      expect.stringContaining('did not stop within its grace period of 7 s'),
    ]);
  } finally {
    for (const { pid } of treeOf(outer.pid ?? 0).reverse()) sigkill(pid);
  }
});

test('of an image it says what will be, with another command as well', async () => {
  const cwd = temporary();
  const root = unpacked([program('bin/app', 'app'), program('start.sh', '#!/bin/sh\napp\n')]);
  const script = await initproof(['why', root, '--', '/start.sh'], { cwd });
  expect([script.exit, script.out]).toEqual([1, expect.stringMatching(/waits for app at its\s+end: it stays PID 1/)]);
  expect((await initproof(['why', root, '--', '/bin/app'], { cwd })).out).toContain('PID 1 will be /bin/app, a program that is no init');
  expect(await initproof(['why', cwd], { cwd })).toMatchObject({ exit: 0, out: expect.stringContaining('does not say what will run') });
});

test('a wrong call says what is right', async () => {
  const cwd = temporary();
  expect(await initproof(['why'], { cwd })).toMatchObject({ exit: 2, err: expect.stringContaining('--pid') });
  expect(await initproof(['why', '--pid', '1', '--stop-signal', 'TERM'], { cwd })).toMatchObject({
    exit: 2,
    err: expect.stringContaining('SIGTERM'),
  });
});
