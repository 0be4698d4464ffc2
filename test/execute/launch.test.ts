/** Every field of the launch arrives at the init, which is sound: what main starts with is what the init was started with. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { environmentOf } from '../../fuzz/compile/setting.ts';
import type { Launch } from '../../fuzz/scenario/scenario.ts';
import { SIGNALS } from '../../fuzz/scenario/signals.ts';
import type { StartState, Trace } from '../../fuzz/trace/trace.ts';
import { exitOf, openSetting, type Setting, USERS } from './setting.ts';

describe.each(USERS)('as %s', (user) => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await openSetting(user);
  });
  afterAll(() => setting.close());

  const start = async (launch: Launch): Promise<StartState> => {
    const { start } = await setting.run({ launch });
    if (start === undefined) throw new Error('main has not started');
    return start;
  };

  test('by default: nothing blocked or ignored, three descriptors, the base environment, own group and session', async () => {
    const state = await start({});
    expect(state).toMatchObject({ ppid: 1, pgid: 1, sid: 1, blocked: [], ignored: [], umask: 0o22, directory: '/', changedLimits: [] });
    expect(state).toMatchObject({ nice: 0, noNewPrivs: false });
    expect([...state.descriptors]).toEqual([
      [0, 'null'],
      [1, 'stdout'],
      [2, 'stderr'],
    ]);
    expect(state.env).toEqual(environmentOf({ launch: {} }));
    expect(state.args).toEqual(['/initproof/actor']);
  });

  test('blocked and ignored signals', async () => {
    const blockable = SIGNALS.filter((name) => name !== 'SIGKILL' && name !== 'SIGSTOP');
    const numbers = blockable.map((name) => SIGNALS.indexOf(name) + 1);
    expect((await start({ blocked: blockable })).blocked).toEqual(numbers);
    expect((await start({ ignored: blockable })).ignored).toEqual(numbers);
    expect(await start({ blocked: ['SIGTERM', 'SIGRTMIN+30'], ignored: ['SIGHUP'] })).toMatchObject({ blocked: [15, 64], ignored: [1] });
    expect(await start({})).toMatchObject({ blocked: [], ignored: [] });
  });

  test('closed and open descriptors, and nothing else', async () => {
    const descriptors = async (launch: Launch): Promise<unknown[]> => [...(await start(launch)).descriptors];
    expect(await descriptors({ closed: ['stdin', 'stderr'] })).toEqual([[1, 'stdout']]);
    expect(await descriptors({ closed: ['stdin', 'stdout', 'stderr'] })).toEqual([]);
    expect(await descriptors({ closed: ['stdout'], open: [3, 17, 63] })).toEqual([
      [0, 'null'],
      [2, 'stderr'],
      [3, 'extra'],
      [17, 'extra'],
      [63, 'extra'],
    ]);
  });

  test('what the init itself sees is that too, also above 63', async () => {
    const trace = await setting.run({ launch: { open: [5], env: { A: 'b' } } }, { init: 'hostile', args: ['lists'] });
    const expected = [
      ...[0, 1, 2, 5].map((fd) => `descriptor ${fd}`),
      ...environmentOf({ launch: {} }).map((text) => `variable ${text}`),
      'variable A=b',
    ];
    expect(trace.stdout.trim().split('\n')).toEqual(expected);
  });

  test('arguments and environment, odd ones too', async () => {
    const args = ['', '-', '--', '-g', ' ', 'two words', 'naïve\n"\'\\', '%s%n', ''];
    const env = { EMPTY: '', 'odd name': '=x=', LONG: 'x'.repeat(5000) };
    const state = await start({ args, env });
    expect(state.args).toEqual(['/initproof/actor', ...args]);
    expect(state.env).toEqual([...environmentOf({ launch: {} }), 'EMPTY=', 'odd name==x=', `LONG=${env.LONG}`]);
  });

  test('the directory', async () => {
    expect((await start({ directory: 'own' })).directory).toBe('/initproof/own');
    expect((await start({ directory: 'deleted' })).directory).not.toBe('/initproof/deleted');
    expect((await start({ directory: '/' })).directory).toBe('/');
  });

  test('arguments and variables that are no UTF-8', async () => {
    const state = await start({ args: ['\udcff', 'a\udc80é', '\ufffd'], env: { A: '\udce6\udc97' } });
    expect(state.args.slice(1)).toEqual(['\udcff', 'a\udc80é', '\ufffd']);
    expect(state.env.at(-1)).toBe('A=\udce6\udc97');
  });

  test.each([false, true])('a pending stop, which the init forwards before anything else (careful: %s)', async (careful) => {
    const launch: Launch = { blocked: ['SIGTSTP'], pending: ['SIGTSTP'] };
    const trace = await setting.run({ launch }, { init: 'hostile', args: ['hands-on'], careful });
    const kinds = trace.events.map(({ kind }) => kind).filter((kind) => kind === 'stopped' || kind === 'settled');
    expect(kinds).toEqual(['stopped', 'settled']);
  });

  test('the nice value and no_new_privs', async () => {
    expect(await start({ nice: 19, noNewPrivs: true })).toMatchObject({ nice: 19, noNewPrivs: true });
    expect(await start({ nice: 1, as: 'subreaper' })).toMatchObject({ nice: 1, noNewPrivs: false });
  });

  test('the umask and soft limits, those of the machine where they are lower', async () => {
    expect(await start({ umask: 0o77, limits: { NOFILE: 64, STACK: 1_048_576, CORE: 4096 } })).toMatchObject({
      umask: 0o77,
      changedLimits: [],
    });
    expect(await start({ umask: 0 })).toMatchObject({ umask: 0 });
  });

  test('signals that are pending: they come from the init itself, in order of number', async () => {
    const trace = await setting.run({
      launch: { blocked: ['SIGTERM', 'SIGHUP', 'SIGRTMIN'], pending: ['SIGTERM', 'SIGRTMIN', 'SIGHUP'] },
      actors: { main: { on: { all: 'note' } } },
    });
    expect(trace.start?.blocked).toEqual([1, 15, 34]);
    const taken = trace.events.flatMap((event) => (event.kind === 'signal' ? [[event.signal, event.from]] : []));
    expect(taken).toEqual([
      [1, 1],
      [15, 1],
      [34, 1],
    ]);
  });

  test('full pipes as stdout and stderr', async () => {
    expect([...(await start({ full: ['stdout', 'stderr'] })).descriptors]).toEqual([
      [0, 'null'],
      [1, 'full'],
      [2, 'full'],
    ]);
    const silent = await setting.run({ launch: { full: ['stderr'], command: 'missing' } });
    expect([exitOf(silent), silent.stderr]).toEqual(['code 127', '']);
  });

  test('children from before the exec: they run, or are zombies that the init must wait for', async () => {
    const { events, start } = await setting.run({
      actors: {
        main: {},
        stray: { parent: 'init', copies: 2, on: { all: 'note' } },
        leader: { parent: 'init', session: 'own' },
        ended: { parent: 'init', exited: 7 },
      },
      steps: [{ signal: { signal: 'SIGTERM', to: 'stray' } }, { exit: { actor: 'leader', code: 1 } }],
    });
    const started = events.flatMap((event) =>
      event.kind === 'started' ? [[event.slot, event.pid, event.ppid, event.pgid, event.sid]] : [],
    );
    expect(started.slice(0, 4)).toEqual([
      [1, 2, 1, 1, 1],
      [2, 3, 1, 1, 1],
      [3, 4, 1, 4, 4],
      [4, 5, 1, 1, 1],
    ]);
    expect(start).toMatchObject({ pid: 6, ppid: 1 });
    expect(events.flatMap((event) => (event.kind === 'gone' ? [event.slot] : []))).toEqual([4, 3]);
    expect(events.filter(({ kind }) => kind === 'signal')).toHaveLength(2);
  });

  test.each([
    ['missing', 'code 127'],
    ['script-without-interpreter', 'code 127'],
    ['not-executable', 'code 126'],
    ['directory', 'code 126'],
    ['no-process-left', 'code 126'],
  ] as const)('a command that cannot be started: %s', async (command, exit) => {
    const trace: Trace = await setting.run({ launch: { command } });
    expect([exitOf(trace), trace.starts, trace.start]).toEqual([exit, 0, undefined]);
    expect(trace.stderr).toMatch(/^sound: /);
  });
});
