/** Users, capabilities, room for processes, no /proc: what the kernel refuses, and that nothing else changes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import { exitOf, openSetting, type Setting, story, USERS } from './setting.ts';

/** More than half of what an executor may have open. */
const MANY = 600;
const NOTES = { on: { all: 'note' } } as const;
const END: Scenario['steps'] = [{ signal: { signal: 'SIGUSR1', to: 'init' } }, { exit: { actor: 'main', code: 5 } }];

describe.each(USERS)('as %s', (user) => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await openSetting(user);
  });
  afterAll(() => setting.close());

  test.each<[Scenario['launch'], object]>([
    [{}, { user: 0, capabilities: true }],
    [{ capabilities: 'none' }, { user: 0, capabilities: false }],
    [{ proc: 'none' }, { user: 0, capabilities: true }],
    [{ pidsLimit: 3 }, { user: 0, changedLimits: [] }],
    [{ directory: 'unreadable' }, { directory: '/initproof/unreadable' }],
    [{ limits: { FSIZE: 0 } }, { changedLimits: [] }],
    [{ limits: { AS: 16_777_216 } }, { changedLimits: [] }],
  ])('%j arrives, and forwards and leaves as ever', async (launch, start) => {
    const trace = await setting.run({ launch, actors: { main: NOTES }, steps: END });
    expect(trace.start).toMatchObject(start);
    expect([...story(trace, 'signal'), exitOf(trace)]).toEqual(['0 got 10 from 1', 'code 5']);
  });

  test('another user, where there is one', async () => {
    const trace = await setting.run({ launch: { user: 1000 }, actors: { main: NOTES }, steps: END });
    if (user === 'root') {
      expect(trace.start).toMatchObject({ user: 1000, capabilities: false });
      expect([...story(trace, 'signal'), exitOf(trace)]).toEqual(['0 got 10 from 1', 'code 5']);
    } else expect([trace.bound, trace.events]).toEqual(['unavailable', []]);
  });

  test('an actor of another user signals its like, and its session with SIGCONT', async () => {
    const other = { parent: 'main', user: 7, on: { all: 'note' } } as const;
    const send = (signal: 'SIGUSR1' | 'SIGCONT', to: string): Scenario['steps'][number] => ({ signal: { signal, to, from: 'a' } });
    const trace = await setting.run({
      actors: { main: NOTES, a: other, b: other },
      steps: [
        { fork: 'a' },
        { fork: 'b' },
        send('SIGUSR1', 'init'),
        send('SIGUSR1', 'main'),
        send('SIGUSR1', 'b'),
        send('SIGCONT', 'main'),
        { signal: { signal: 'SIGUSR2', to: 'b', from: 'main' } },
      ],
    });
    if (user === 'root')
      expect(story(trace, 'signal').map((line) => line.replace(/ from .*/, ''))).toEqual(['2 got 10', '0 got 18', '2 got 12']);
    else expect([trace.bound, trace.events]).toEqual(['unavailable', []]);
  });

  test('a set-uid child is root, whom the init may not signal; with no_new_privs it is what it was', async () => {
    const actors: Scenario['actors'] = {
      main: { setuid: true, ...NOTES },
      a: { parent: 'main', user: 7 },
      b: { parent: 'a', setuid: true, ...NOTES },
    };
    const send = (to: string, from?: string): Scenario['steps'][number] => ({ signal: { signal: 'SIGUSR1', to, ...(from && { from }) } });
    const heard = async (launch: Scenario['launch'], ...steps: Scenario['steps']): Promise<unknown> => {
      const { main, a, b } = actors as Required<typeof actors>;
      const trace = await setting.run({
        launch,
        actors: launch.user === undefined ? ({ main: NOTES, a, b } as never) : ({ main } as never),
        steps,
      });
      return trace.bound ?? story(trace, 'signal').map((line) => line.slice(0, 8));
    };
    const none = 'unavailable';
    const forks: Scenario['steps'] = [{ fork: 'a' }, { fork: 'b' }];
    expect(await heard({ user: 1000 }, send('init'), send('main'))).toEqual(user === 'root' ? ['0 got 10'] : none);
    expect(await heard({ user: 1000, noNewPrivs: true }, send('init'))).toEqual(user === 'root' ? ['0 got 10'] : none);
    expect(await heard({}, ...forks, send('b', 'a'), send('b', 'main'), send('main', 'b'))).toEqual(
      user === 'root' ? ['2 got 10', '0 got 10'] : none,
    );
  });

  test.each<Scenario['launch']>([{}, { as: 'subreaper' }, { user: 1000 }, { terminal: 'controlling' }])(
    'room for so many processes, zombies among them: %j',
    async (launch) => {
      const actors: Scenario['actors'] = { main: { waits: false }, a: { parent: 'main', copies: 5 }, b: { parent: 'main', copies: 2 } };
      const steps: Scenario['steps'] = [{ fork: 'a' }, { exit: { actor: 'a', code: 0 } }, { fork: 'b' }];
      for (let n = 0; n < 20; n++) {
        const trace = await setting.run({ launch: { ...launch, pidsLimit: 4 }, actors, steps });
        expect(story(trace, 'started')).toHaveLength(trace.bound === 'unavailable' ? 0 : 4);
        expect(trace.bound).toBe(launch.user !== undefined && user !== 'root' ? 'unavailable' : undefined);
      }
    },
  );

  test('the executor still sees what it looks at when the init does not', async () => {
    const actors: Scenario['actors'] = { main: {}, shell: { parent: 'main' }, worker: { parent: 'shell' } };
    const steps: Scenario['steps'] = [{ fork: 'shell' }, { fork: 'worker' }, { exit: { actor: 'shell', code: 0 } }];
    for (const launch of [{ proc: 'none' } as const, {}])
      expect(story(await setting.run({ launch, actors, steps }, { careful: true }), 'moved')).toEqual(['2 moved to -1']);
  });

  test('a run that the machine does not have costs no descriptor', async () => {
    for (let n = 0; n < MANY; n++) await setting.run({ launch: { user: 1000, terminal: 'controlling' } });
    expect((await setting.run({ launch: { terminal: 'controlling' } })).start?.foreground).toBe(1);
  });
});
