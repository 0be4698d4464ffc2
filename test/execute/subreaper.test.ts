/** The init as a child of PID 1: it is told from that, adopts what it asked for, and its end is the end of the run. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import { exitOf, openSetting, type Setting, story, USERS } from './setting.ts';

const launch = { as: 'subreaper' } as const;
const ORPHANS: Partial<Scenario> = {
  launch,
  actors: { main: { on: { all: 'note' } }, shell: { parent: 'main' }, orphan: { parent: 'shell' } },
  steps: [
    { fork: 'shell' },
    { fork: 'orphan' },
    { exit: { actor: 'shell', code: 0 } },
    { signal: { signal: 'SIGTERM', to: 'init' } },
    { signal: { signal: 'SIGUSR1', to: 'init', from: 'orphan' } },
    { exit: { actor: 'orphan', code: 3 } },
    { exit: { actor: 'main', code: 7 } },
  ],
};

describe.each(USERS)('as %s', (user) => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await openSetting(user);
  });
  afterAll(() => setting.close());

  test.each([false, true])('adopts, forwards, reaps and leaves as PID 1 does (careful: %s)', async (careful) => {
    const trace = await setting.run(ORPHANS, { careful });
    expect(trace.start).toMatchObject({ ppid: 1, pgid: 1, sid: 1 });
    expect(story(trace, 'started', 'signal', 'gone')).toEqual([
      '0 started: parent 1, group 1, session 1',
      expect.stringMatching(/^1 started/),
      expect.stringMatching(/^2 started/),
      '1 gone',
      '0 got 15 from 1',
      '0 got 10 from 1',
      '2 gone',
    ]);
    if (careful) expect(story(trace, 'moved')).toEqual(['2 moved to -1']);
    expect(exitOf(trace)).toBe('code 7');
  });

  test('its own parent ends, and nothing else changes for a sound one', async () => {
    const steps: Scenario['steps'] = [{ orphan: 'init' }, ...(ORPHANS.steps ?? [])];
    for (const careful of [false, true]) {
      const trace = await setting.run({ ...ORPHANS, steps }, { careful });
      expect(story(trace, 'strangers', 'signal', 'gone')).toEqual(['1 gone', '0 got 15 from 1', '0 got 10 from 1', '2 gone']);
      expect(exitOf(trace)).toBe('code 7');
    }
    const before = await setting.run({ launch, steps: [{ exit: { actor: 'main', code: 9 } }, { orphan: 'init' }] });
    expect(exitOf(before)).toBe('code 9');
  });

  test('PID 1 keeps the orphans of an init that does not adopt them: zombies', async () => {
    const steps = ORPHANS.steps?.filter((step) => !('signal' in step)).slice(0, -1) ?? [];
    const trace = await setting.run({ ...ORPHANS, steps }, { init: 'hostile', args: ['busy-later'], careful: true });
    expect(story(trace, 'moved')).toEqual(['2 moved to -2']);
    expect(story(trace, 'died', 'gone')).toEqual(['1 died', '1 gone', '2 died']);
  });

  test('dies of what would kill any process', async () => {
    const killed = async (signal: 'SIGKILL' | 'SIGTERM', init: 'sound' | 'hostile'): Promise<string> => {
      const steps: Scenario['steps'] = [{ signal: { signal, to: 'init', from: 'main' } }];
      return exitOf(await setting.run({ launch, steps }, init === 'sound' ? {} : { init, args: ['busy-later'] }));
    };
    expect(await killed('SIGKILL', 'sound')).toBe('signal 9');
    expect(await killed('SIGTERM', 'hostile')).toBe('signal 15');
  });

  test('is stopped by an actor, and goes on', async () => {
    const steps: Scenario['steps'] = [
      { signal: { signal: 'SIGSTOP', to: 'init', from: 'main' } },
      { signal: { signal: 'SIGUSR1', to: 'init' } },
      { thaw: 'init' },
      { exit: { actor: 'main', code: 1 } },
    ];
    const trace = await setting.run({ launch, actors: { main: { on: { all: 'note' } } }, steps });
    expect(story(trace, 'settled', 'signal')).toEqual([
      'settled -1: asleep',
      'settled 0: stopped',
      'settled 1: stopped',
      expect.stringMatching(/^0 got (10|18) from 1$/),
      expect.stringMatching(/^0 got (10|18) from 1$/),
      'settled 2: asleep',
      'settled 3: gone',
    ]);
    expect(exitOf(trace)).toBe('code 1');
  });

  test('may have children from before its exec, signals pending and descriptors closed', async () => {
    const trace = await setting.run({
      launch: { ...launch, blocked: ['SIGUSR1'], pending: ['SIGUSR1'], closed: ['stdin'] },
      actors: { main: { on: { all: 'note' } }, before: { parent: 'init' }, zombie: { parent: 'init', exited: 3 } },
      steps: [{ exit: { actor: 'before', code: 0 } }, { exit: { actor: 'main', code: 0 } }],
    });
    expect([...(trace.start?.descriptors ?? [])].map(([fd]) => fd)).toEqual([1, 2]);
    expect(story(trace, 'signal')).toEqual(['0 got 10 from 1']);
    expect(story(trace, 'gone')).toEqual(expect.arrayContaining(['1 gone', '2 gone']));
    expect(exitOf(trace)).toBe('code 0');
  });

  test('a binary that is none is told as such', async () => {
    await expect(setting.run({ launch: { ...launch, command: 'missing' } })).resolves.toMatchObject({ exit: { how: 'exited', code: 127 } });
  });
});
