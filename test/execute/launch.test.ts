/** Every field of the launch arrives at the init, which is sound: what main starts with is what the init was started with. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BASE_ENV } from '../../fuzz/execute/encode.ts';
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
    expect([...state.descriptors]).toEqual([
      [0, 'null'],
      [1, 'stdout'],
      [2, 'stderr'],
    ]);
    expect(state.env).toEqual(BASE_ENV);
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
    const expected = [...[0, 1, 2, 5].map((fd) => `descriptor ${fd}`), ...BASE_ENV.map((text) => `variable ${text}`), 'variable A=b'];
    expect(trace.stdout.trim().split('\n')).toEqual(expected);
  });

  test('arguments and environment, odd ones too', async () => {
    const args = ['', '-', '--', '-g', ' ', 'two words', 'naïve\n"\'\\', '%s%n', ''];
    const env = { EMPTY: '', 'odd name': '=x=', LONG: 'x'.repeat(5000) };
    const state = await start({ args, env });
    expect(state.args).toEqual(['/initproof/actor', ...args]);
    expect(state.env).toEqual([...BASE_ENV, 'EMPTY=', 'odd name==x=', `LONG=${env.LONG}`]);
  });

  test('the directory', async () => {
    expect((await start({ directory: 'own' })).directory).toBe('/initproof/own');
    expect((await start({ directory: 'deleted' })).directory).not.toBe('/initproof/deleted');
    expect((await start({ directory: '/' })).directory).toBe('/');
  });

  test.each([
    ['missing', 'code 127'],
    ['script-without-interpreter', 'code 127'],
    ['not-executable', 'code 126'],
    ['directory', 'code 126'],
  ] as const)('a command that cannot be started: %s', async (command, exit) => {
    const trace: Trace = await setting.run({ launch: { command } });
    expect([exitOf(trace), trace.starts, trace.start]).toEqual([exit, 0, undefined]);
    expect(trace.stderr).toMatch(/^sound: /);
  });
});
