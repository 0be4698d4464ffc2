/** Users, capabilities, room for processes, no /proc: what the kernel refuses, and that nothing else changes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import { exitOf, openSetting, type Setting, story, USERS } from './setting.ts';

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
    if (user !== 'root') return;
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
    expect(story(trace, 'signal').map((line) => line.replace(/ from .*/, ''))).toEqual(['2 got 10', '0 got 18', '2 got 12']);
  });

  test.each<[Scenario['launch'], 'root' | 'all']>([
    [{}, 'all'],
    [{ as: 'subreaper' }, 'all'],
    [{ user: 1000 }, 'root'],
    [{ terminal: 'controlling' }, 'all'],
  ])('room for so many processes, zombies among them: %j', async (launch, who) => {
    if (who === 'root' && user !== 'root') return;
    const actors: Scenario['actors'] = { main: { waits: false }, a: { parent: 'main', copies: 5 }, b: { parent: 'main', copies: 2 } };
    const steps: Scenario['steps'] = [{ fork: 'a' }, { exit: { actor: 'a', code: 0 } }, { fork: 'b' }];
    for (let n = 0; n < 20; n++) {
      const trace = await setting.run({ launch: { ...launch, pidsLimit: 4 }, actors, steps });
      expect(story(trace, 'started')).toHaveLength(4);
    }
  });

  test('nothing is left of a mount namespace of a run', async () => {
    for (let n = 0; n < 20; n++) await setting.run({ launch: { proc: 'none' }, steps: END });
    const trace = await setting.run({ launch: {} }, { init: 'hostile', args: ['lists'] });
    expect(trace.stdout).toContain('descriptor 0');
  });
});
