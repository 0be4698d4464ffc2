/** A program that becomes its command: slot 0 is the init, and what is seen of the one is seen of the other. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../fuzz/compile/compile.ts';
import { openPool, type Pool } from '../../fuzz/execute/pool.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import type { Trace } from '../../fuzz/trace/trace.ts';
import { exitOf, story, whole } from './setting.ts';

let pool: Pool;
beforeAll(async () => {
  pool = await openPool({ binaries: ['/usr/bin/env', '/bin/sh'], jobs: 1 });
});
afterAll(() => pool.close());

const ENV = { binary: 0, args: [], pollMs: 100, command: true };
const run = (scenario: Partial<Scenario>, careful: boolean): Promise<Trace> =>
  pool.run({ ...ENV, program: compile(whole(scenario)), careful });

const daemon: Partial<Scenario> = {
  actors: { main: { on: { SIGTERM: 'note' } }, d: { parent: 'main', daemon: true } },
  steps: [{ fork: 'd' }, { signal: { signal: 'SIGTERM', to: 'init' } }, { exit: { actor: 'main', code: 3 } }],
};

describe.each([false, true])('careful: %s', (careful) => {
  test('main lives from its start to its own end', async () => {
    const trace = await run(daemon, careful);
    expect(story(trace, 'started', 'signal', 'died', 'gone')).toEqual([
      '0 started: parent 0, group 1, session 1',
      expect.stringMatching(/^1 started: parent 1/),
      expect.stringMatching(/^2 started: parent 1/),
      '1 died',
      '1 gone',
      '0 got 15 from 0',
    ]);
    expect([exitOf(trace), trace.exit?.afterOp]).toEqual(['code 3', 2]);
  });

  test('what stops the init stops main, and nothing from inside ends it', async () => {
    const actors = { main: {}, a: { parent: 'main' } } as const;
    const die = { die: { actor: 'main', signal: 'SIGABRT' } } as const;
    const kill = { signal: { signal: 'SIGKILL', to: 'init', from: 'a' } } as const;
    const trace = await run({ actors, steps: [{ fork: 'a' }, die, kill, { freeze: 'init' }, { thaw: 'init' }] }, careful);
    expect(story(trace, 'stopped', 'continued', 'died', 'gone')).toEqual(['0 stopped', '0 continued']);
    expect(trace.exit).toBeUndefined();
  });

  test('as a child of another PID 1 as well', async () => {
    const trace = await run({ ...daemon, launch: { as: 'subreaper' } }, careful);
    expect(story(trace, 'signal')).toEqual(['0 got 15 from 0']);
    expect([exitOf(trace), trace.exit?.afterOp]).toEqual(['code 3', 2]);
  });

  test('who lives on without its first thread is at rest', async () => {
    const trace = await run(
      { actors: { main: { leaderEnds: true } }, steps: [{ wait: '1ms' }, { exit: { actor: 'main', code: 4 } }] },
      careful,
    );
    expect([exitOf(trace), trace.bound]).toEqual(['code 4', undefined]);
  });

  test('children that it had before are counted, and are not main’s', async () => {
    const args = ['-c', 'sleep 100 & exec "$0"'];
    const trace = await pool.run({ ...ENV, binary: 1, args, program: compile(whole({})), careful });
    expect(story(trace, 'strangers')[0]).toBe('1 strangers');
    expect(story(await run({}, careful), 'strangers')).toEqual([]);
  });
});

test('ops are taken though the command never starts, where that is asked for', async () => {
  const program = compile(whole({ steps: [{ signal: { signal: 'SIGTERM', to: 'init' } }, { wait: '1500ms' }] }));
  const way = { ...ENV, binary: 1, args: ['-c', 'trap "exit 9" TERM; while :; do sleep 100 & wait; done'], program, careful: true };
  expect([exitOf(await pool.run(way)), exitOf(await pool.run({ ...way, goesOn: true }))]).toEqual(['none', 'code 9']);
});
