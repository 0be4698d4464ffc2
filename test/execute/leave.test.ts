/** The end of a pool: it is over when the kernel says that nothing is left, and what is left is told. */
import { readdirSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { openPool, type Pool } from '../../fuzz/execute/pool.ts';
import type { HarnessError } from '../../fuzz/execute/harness-error.ts';
import type { Leftover } from '../../fuzz/execute/leftover.ts';
import { native } from '../../fuzz/execute/locate.ts';
import { isAlive, processes, sigkill, treeOf } from '../fixtures/processes.ts';
import { type Tracer, trace } from '../fixtures/trace.ts';
import { whole } from './setting.ts';
import { compile } from '../../fuzz/compile/compile.ts';

let tracer: Tracer | undefined;
afterEach(async () => {
  await tracer?.release();
  tracer = undefined;
});

const guards = (): number[] => processes().flatMap(({ pid, parent }) => (parent === process.pid && isExecutor(pid) ? pid : []));
const isExecutor = (pid: number): boolean => treeOf(pid).length > 1;

/** Guard, worker and init, and most of those below it. */
const MANY = 50;
const CROWD = whole({
  actors: { main: { on: { all: 'note' } }, worker: { parent: 'main', copies: 100 } },
  steps: [{ fork: 'worker' }, { wait: '1s' }],
});
const job = { program: compile(CROWD), binary: 0, args: [], pollMs: 0, careful: true };
/** Run after run, until one rejects, with what. */
async function keepRunning(pool: Pool): Promise<string> {
  try {
    for (;;) await pool.run(job);
  } catch (error) {
    return (error as HarnessError).code;
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a pool is closed when all that ran in it is gone, in the middle of runs with a hundred processes each', async () => {
  const pool = await openPool({ binaries: [native('sound')], jobs: 2 });
  const runs = [keepRunning(pool), keepRunning(pool)];
  while (guards().some((guard) => treeOf(guard).length < MANY)) await turn();
  const all = guards().flatMap(treeOf);
  expect(await pool.close()).toEqual([]);
  expect(await Promise.all(runs)).toEqual(['closed', 'closed']);
  expect(all.filter(isAlive)).toEqual([]);
});

const groups = (): string[] =>
  readdirSync('/sys/fs/cgroup', { recursive: true, encoding: 'utf8' }).filter((path) => /(^|\/)initproof-\d+$/.test(path));

test('the control group of an executor whose guard was killed is removed', async () => {
  const pool = await openPool({ binaries: [native('sound')], jobs: 1 });
  const [guard = 0] = guards();
  expect(groups().some((path) => path.endsWith(`initproof-${guard}`))).toBe(pool.hello.memory !== 'samples');
  sigkill(guard);
  expect(await pool.close()).toEqual([]);
  expect(groups().filter((path) => path.endsWith(`initproof-${guard}`))).toEqual([]);
});

test('an executor one of whose processes somebody traces does not end: that is told, with what to do, and again the next time', async () => {
  const told: Leftover[] = [];
  const pool = await openPool({ binaries: [native('sound')], jobs: 1, stays: (one) => void told.push(one) });
  const run = keepRunning(pool);
  const [guard = 0] = guards();
  while (treeOf(guard).length < MANY) await turn();
  const [, worker, init] = treeOf(guard).map(({ pid }) => pid);
  tracer = await trace(init as number);
  const left = await pool.close();
  expect(left).toMatchObject([{ pid: worker, busy: false }]);
  expect(left[0]?.said).toMatch(
    new RegExp(
      `^process ${worker} does not end: ${worker} \\(executor\\) is (in state [SD]|a zombie), ${init} \\(.*\\) is a zombie, traced by ${tracer.pid}$`,
    ),
  );
  expect(left[0]?.fix).toEqual([
    `end the tracer: kill ${tracer.pid}`,
    `for p in ${worker} ${init}; do chrt -a -o -p 0 $p; done`,
    `kill -KILL ${worker} ${init}`,
  ]);
  expect(told).toEqual(left);
  expect(await pool.close()).toEqual(left);
  expect(await run).toBe('closed');
});

test('of an executor whose guard was killed the worker is waited for', async () => {
  const pool = await openPool({ binaries: [native('sound')], jobs: 1 });
  const [guard = 0] = guards();
  const tree = treeOf(guard);
  sigkill(guard);
  expect(await pool.close()).toEqual([]);
  expect(tree.filter(isAlive)).toEqual([]);
});
