/** An init from a zygote shows what one that is exec'ed plainly does. */
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { compile } from '../../fuzz/compile/compile.ts';
import { cachedPackage } from '../../fuzz/execute/inits.ts';
import { native } from '../../fuzz/execute/locate.ts';
import { openPool } from '../../fuzz/execute/pool.ts';
import { scenarioAt } from '../../fuzz/generate/seeds.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import type { Trace } from '../../fuzz/trace/trace.ts';
import { exitOf, openSetting, USERS } from './setting.ts';

const SEED = 20;
const SCENARIOS = 200;

/** The sound init, and what `npm start` has fetched: without the packages there is only the first. */
async function inits(): Promise<{ path: string; args: string[] }[]> {
  const found = [{ path: native('sound'), args: [] as string[] }];
  for (const [name, file, args] of [
    ['tini', 'tini-static', ['--']],
    ['tini', 'tini', ['-g', '--']],
    ['dumb-init', 'dumb-init', ['--']],
    ['catatonit', 'catatonit', ['--']],
  ] as const) {
    const cached = await cachedPackage(name);
    if (cached?.ok) found.push({ path: join(cached.folder, 'usr/bin', file), args: [...args] });
  }
  return found;
}

/** What must not differ: all but times, how the init came to be, and what its start-up cost. */
function comparable({ events, exit, start, stdout, stderr, starts, bound, init }: Trace): unknown {
  const timeless = events.map((event) => ({ ...event, us: 0 }));
  return {
    events: timeless,
    exit: exit && { ...exit, us: 0 },
    start,
    stdout,
    stderr,
    starts,
    bound,
    descriptors: [init.firstDescriptors, init.lastDescriptors],
  };
}

describe.each(await inits())('$path $args', async ({ path, args }) => {
  const pool = await openPool({ binaries: [path], jobs: 1 });
  afterAll(() => pool.close());
  const run = (scenario: Scenario, zygote: boolean): Promise<Trace> =>
    pool.run({ program: compile(scenario), binary: 0, args, pollMs: 100, careful: false, zygote });

  // Without SCHED_FIFO the order of what happens at once is the scheduler's.
  test.runIf(pool.hello.fifo)(`${SCENARIOS} generated scenarios give the same traces`, async () => {
    let forked = 0;
    let racy = 0;
    for (let index = 0; index < SCENARIOS; index++) {
      const scenario = scenarioAt(SEED, index);
      // When a signal that is sent after so many µs comes is the machine's; such an init is exec'ed anyway.
      if (scenario.launch.early !== undefined) continue;
      const [plain, zygote, again] = await Promise.all([run(scenario, false), run(scenario, true), run(scenario, false)]);
      expect(plain.zygote).toBeUndefined();
      if (zygote.zygote) forked++;
      const same = (trace: Trace): boolean => JSON.stringify(comparable(trace)) === JSON.stringify(comparable(plain));
      if (!same(again)) racy++;
      else if (!same(zygote)) expect({ index, trace: comparable(zygote) }).toEqual({ index, trace: comparable(plain) });
    }
    expect(forked).toBeGreaterThan(SCENARIOS / 10);
    expect(racy).toBeLessThan(SCENARIOS / 20);
  });
});

describe.each(USERS)('as %s', async (user) => {
  const setting = await openSetting(user);
  afterAll(() => setting.close());
  const repeated = async (scenario: Partial<Scenario>, args: string[] = []): Promise<Trace[]> => {
    const traces: Trace[] = [];
    for (let n = 0; n < 5; n++) traces.push(await setting.run(scenario, { args, zygote: true }));
    return traces;
  };

  test('what is asked for again and again is forked, and starts as if it were exec’ed', async () => {
    const plain = await setting.run({ steps: [{ exit: { actor: 'main', code: 9 } }] });
    const traces = await repeated({ steps: [{ exit: { actor: 'main', code: 9 } }] });
    expect(traces[0]?.zygote).toBeUndefined();
    expect(traces[4]?.zygote).toBe(true);
    for (const trace of traces) expect({ start: trace.start, exit: exitOf(trace) }).toEqual({ start: plain.start, exit: 'code 9' });
  });

  test('arguments and environment have zygotes of their own, the oldest of which give way', async () => {
    for (let n = 0; n < 20; n++) {
      const traces = await repeated({ launch: { args: [`${n}`], env: { N: `${n}` } } });
      expect(traces[4]?.zygote).toBe(true);
      expect(traces[4]?.start?.args).toEqual(['/initproof/actor', `${n}`]);
      expect(traces[4]?.start?.env.at(-1)).toBe(`N=${n}`);
    }
  });

  test.each([
    { blocked: ['SIGTERM'] },
    { ignored: ['SIGTERM'] },
    { closed: ['stdin'] },
    { open: [7] },
    { directory: 'own' },
    { directory: 'deleted' },
  ] satisfies Scenario['launch'][])('a launch that an exec has to set up is exec’ed: %o', async (launch) => {
    for (const trace of await repeated({ launch })) expect(trace.zygote).toBeUndefined();
  });

  test('a command that cannot be started is reported alike', async () => {
    for (const trace of await repeated({ launch: { command: 'missing' } }))
      expect({ starts: trace.starts, exit: exitOf(trace) }).toEqual({ starts: 0, exit: 'code 127' });
  });

  test('a zygote is no stranger', async () => {
    await repeated({});
    const { events } = await setting.run({}, { careful: true });
    expect(events.filter(({ kind }) => kind === 'strangers')).toEqual([]);
  });
});
