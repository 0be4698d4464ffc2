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
const MOST = 10 * SCENARIOS;
/** Of two orders that come as often, one is missed once in a million. */
const AGAIN = 20;

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

const shows = (trace: Trace): string => JSON.stringify(comparable(trace));

describe.each(await inits())('$path $args', async ({ path, args }) => {
  const pool = await openPool({ binaries: [path], jobs: 1 });
  afterAll(() => pool.close());
  const run = (scenario: Scenario, zygote: boolean): Promise<Trace> =>
    pool.run({ program: compile(scenario), binary: 0, args, pollMs: 100, careful: false, zygote });
  const many = async (scenario: Scenario, zygote: boolean): Promise<Set<string>> =>
    new Set((await Promise.all(Array.from({ length: AGAIN }, () => run(scenario, zygote)))).map(shows));

  // Without SCHED_FIFO the order of what happens at once is the scheduler's.
  test.runIf(pool.hello.fifo)(`${SCENARIOS} generated scenarios give the same traces`, async () => {
    let forked = 0;
    let racy = 0;
    let ran = 0;
    // A busy machine can miss the time that a zygote has to come up, and then there is none for a few hundred runs: it goes on until there was.
    for (let index = 0; index < SCENARIOS || (forked <= SCENARIOS / 10 && index < MOST); index++) {
      const scenario = scenarioAt(SEED, index);
      // When a signal that is sent after so many µs comes is the machine's; such an init is exec'ed anyway.
      if (scenario.launch.early !== undefined) continue;
      const [plain, zygote] = await Promise.all([run(scenario, false), run(scenario, true)]);
      expect(plain.zygote).toBeUndefined();
      ran++;
      if (zygote.zygote) forked++;
      if (shows(zygote) === shows(plain)) continue;
      const [plains, zygotes] = await Promise.all([false, true].map((forked) => many(scenario, forked)));
      // Where plain ones differ among themselves, or a zygote's is one of theirs, the order is the machine's.
      if (plains?.size === 1 && [...plains].every((trace) => !zygotes?.has(trace)))
        expect({ index, trace: comparable(zygote) }).toEqual({ index, trace: comparable(plain) });
      racy++;
    }
    expect(forked).toBeGreaterThan(SCENARIOS / 10);
    expect(racy).toBeLessThan(ran / 20);
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
