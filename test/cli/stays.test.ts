/** A process of ours that does not end: the command says which, and what to do, and `doctor` finds it later. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Process, processes, treeOf } from '../fixtures/processes.ts';
import { temporary } from '../fixtures/temporary.ts';
import { type Tracer, trace } from '../fixtures/trace.ts';
import { begin, initproof, setUp, SET_UP_MS, SOUND, values, write } from './initproof.ts';

beforeAll(setUp, SET_UP_MS);
let cwd: string;
let tracer: Tracer | undefined;
beforeEach(() => {
  cwd = temporary();
});
afterEach(async () => {
  await tracer?.release();
  tracer = undefined;
});

/** An init with many children, for a while. */
const CROWD = `version: 1
property: exit-code
actors:
  worker: {parent: main, copies: 50}
steps:
  - {fork: worker}
  - {wait: 3s}
`;

interface Held {
  worker: Process;
  init: Process;
}

/** Begins to trace an init of a run of this Node, which has such a crowd, and says who they are. */
async function hold(node: number | undefined): Promise<Held> {
  for (;;) {
    const guards = processes().filter(({ parent }) => parent === node);
    const [, worker, init] = guards.map(({ pid }) => treeOf(pid)).find((tree) => tree.length > 20) ?? [];
    if (worker !== undefined && init !== undefined) {
      tracer = await trace(init.pid);
      return { worker, init };
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const fixes = ({ worker, init }: Held): string[] => [
  `end the tracer: kill ${tracer?.pid}`,
  `for p in ${worker.pid} ${init.pid}; do chrt -a -o -p 0 $p; done`,
  `kill -KILL ${worker.pid} ${init.pid}`,
];

describe('a process that does not end', () => {
  test('is told by a campaign, which is then 70, whatever else it comes to', async () => {
    await write(cwd, 'crowd.yaml', CROWD);
    const child = begin(['run', SOUND, '--forever', '--corpus', '.', '--json'], { cwd });
    const held = await hold(child.pid);
    child.kill('SIGINT');
    const { exitCode, stdout } = await child;
    const all = stdout.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(all.filter(({ type }) => type === 'stays')).toMatchObject([
      { pid: held.worker.pid, said: expect.stringMatching(`^process ${held.worker.pid} does not end: `), fix: fixes(held) },
    ]);
    expect(all.at(-1)).toMatchObject({ type: 'end', interrupted: true, stays: 1, exit: 70 });
    expect(exitCode).toBe(70);
  });

  test('is told by any other command, after its answer', async () => {
    await write(cwd, 'crowd.yaml', CROWD);
    const child = begin(['compare', SOUND, '--case', 'crowd.yaml', '--jobs', '1'], { cwd });
    const held = await hold(child.pid);
    child.kill('SIGINT');
    const { exitCode, stdout, stderr } = await child;
    expect(exitCode).toBe(70);
    expect(stdout).not.toBe('');
    expect(stderr).toMatch(
      new RegExp(`initproof: process ${held.worker.pid} does not end: .*\\n  end the tracer: kill ${tracer?.pid}\\n  for p in `),
    );
  });

  test('is found by doctor when its campaign is long gone, with what to do', async () => {
    await write(cwd, 'crowd.yaml', CROWD);
    const child = begin(['replay', 'crowd.yaml', '--target', SOUND, '--times', '1000', '--jobs', '1'], { cwd });
    const held = await hold(child.pid);
    child.kill('SIGKILL');
    await child;
    const check = async (): Promise<{ status: string; said: string; fix: string[] } | undefined> => {
      const [all] = values(await initproof(['doctor', '--json'], { cwd })) as {
        checks: { name: string; status: string; said: string; fix: string[] }[];
      }[];
      return all?.checks.find(({ name }) => name === 'leftovers');
    };
    const found = await check();
    expect(found?.status).not.toBe('ok');
    expect(found?.said).toMatch(`process ${held.worker.pid} does not end: ${held.worker.pid} (executor) `);
    for (const line of fixes(held)) expect(found?.fix).toContain(line);
    await tracer?.release();
    expect((await check())?.said).not.toMatch(`process ${held.worker.pid} `);
  });
});
