/** Few descriptors: a sentence of ours at whatever moment they run out, and never a stack. */
import { execa } from 'execa';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { processes, sigkill } from '../fixtures/processes.ts';
import { temporary } from '../fixtures/temporary.ts';
import { begin, FAULTY, MAIN, setUp, SET_UP_MS, SOUND } from './initproof.ts';

beforeAll(setUp, SET_UP_MS);
let cwd: string;
beforeEach(() => {
  cwd = temporary();
});

const limited = (limit: number, args: readonly string[]) =>
  execa('sh', ['-c', `ulimit -n ${limit} && exec "$@"`, 'sh', process.execPath, MAIN, ...args], { cwd, reject: false });

test('too few to be loaded: 3, what, how many there are, and what to do', async () => {
  for (const limit of [64, 32]) {
    const { exitCode, stdout, stderr } = await limited(limit, ['--version']);
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(
      /^initproof: too many open files while its own modules are loaded(: this process may have \d+)?\n {2}raise the limit: ulimit -n 1024$/,
    );
  }
});

/** What Node takes, and its modules, and executors beside them; and where the descriptors of an executor begin, and end. */
const LIMITS = [...every(12, 20, 176), ...every(24, 500, 740)];

function every(step: number, from: number, to: number): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, n) => from + n * step);
}

test('whenever they run out, what was found is told, or a sentence is', { timeout: 300_000 }, async () => {
  const exits = new Set<number | undefined>();
  for (const limit of LIMITS) {
    const args = ['run', FAULTY, '--property', 'exit-code', '--seed', '1', '--runs', '20', '--jobs', '2', '--no-corpus', '--json'];
    const { exitCode, stdout, stderr } = await limited(limit, args);
    exits.add(exitCode);
    expect([limit, stderr]).toEqual([limit, expect.not.stringMatching(/^ +at |internal error in initproof|node:internal/m)]);
    if (exitCode === 1) expect(stdout).toMatch('"type":"failure"');
    else expect([limit, exitCode, stderr]).toEqual([limit, 3, expect.stringMatching(/too many open files[\s\S]*ulimit -n \d+/)]);
  }
  expect(exits).toEqual(new Set([3, 1]));
});

/** Leaves Node this many more than it has open. */
const leave = (pid: number, more: number) =>
  execa('sh', ['-c', `n=$(($(ls /proc/${pid}/fd | wc -l) + ${more})); prlimit --pid ${pid} --nofile=$n:$n`]);

test.each([0, 3])('%d left in the middle of a campaign, when executors have to be started again: 3, with a sentence', async (more) => {
  const child = begin(['run', SOUND, '--no-corpus', '--forever', '--jobs', '2', '--json'], { cwd });
  for await (const line of child.iterable()) {
    if (!line.includes('"progress"') || child.pid === undefined) continue;
    await leave(child.pid, more);
    for (const { pid, parent } of processes()) if (parent === child.pid) sigkill(pid);
  }
  const { exitCode, stderr } = await child;
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(/^initproof: (Cannot start \S+executor: )?too many open files: .*\n {2}ulimit -n 1024/);
  expect(stderr).not.toMatch(/^ +at /m);
});
