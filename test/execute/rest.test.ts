/** Rest is judged by all threads of the init; a pause may be work; a sleep that is longer than what the contract allows is told at once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import type { Trace } from '../../fuzz/trace/trace.ts';
import { exitOf, openSetting, type Setting, story, USERS } from './setting.ts';

const CALLS = [
  'nanosleep',
  'clock_nanosleep',
  'clock_nanosleep-until',
  'poll',
  'ppoll',
  'select',
  'pselect6',
  'futex',
  'futex-until',
  'epoll_wait',
  'epoll_pwait',
  'rt_sigtimedwait',
  'timerfd',
] as const;
/** ms. More than the contract of a setting allows, which is 100; less; and more than any can. */
const LONG = 5000;
const SHORT = 50;
const YEARS = 1_000_000_000;

const ENDS: Scenario['steps'] = [{ exit: { actor: 'main', code: 3 } }];
const lastSettled = (trace: Trace) => trace.events.findLast((event) => event.kind === 'settled');

describe.each(USERS)('as %s', (user) => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await openSetting(user);
  });
  afterAll(() => setting.close());

  const sleeper = (how: string, ms: number, steps: Scenario['steps']): Promise<Trace> =>
    setting.run({ steps }, { init: 'sleeper', args: [how, `${ms}`] });

  describe.each(['', 'thread-'])('%s', (where) => {
    test.each(CALLS)('%s: a sleep that is too long is told by its time-out', async (call) => {
      const settled = lastSettled(await sleeper(where + call, LONG, ENDS));
      expect(settled).toMatchObject({ init: 'asleep', late: { due: ['end'] } });
      const ms = settled?.kind === 'settled' ? (settled.late?.ms ?? 0) : 0;
      // Of those that are given their end, what is left is told.
      if (call.endsWith('-until') || call === 'timerfd') expect(ms).toBeGreaterThan(100);
      else expect(ms).toBe(LONG);
      expect(ms).toBeLessThanOrEqual(LONG);
    });

    test.each(CALLS)('%s: one that the contract allows is given its time, and then the init stays', async (call) => {
      const settled = lastSettled(await sleeper(where + call, SHORT, ENDS));
      expect(settled).toMatchObject({ init: 'asleep' });
      expect(settled).not.toHaveProperty('late');
    });
  });

  test('one that is longer than any contract can allow is for ever', async () => {
    expect(lastSettled(await sleeper('ppoll', YEARS, ENDS))).toMatchObject({ init: 'forever' });
  });

  test('a zombie and a signal are due as well', async () => {
    const zombie = await setting.run(
      {
        actors: { shell: { parent: 'main' }, worker: { parent: 'shell' } },
        steps: [
          { fork: 'shell' },
          { fork: 'worker' },
          { exit: { actor: 'shell', code: 0 } },
          { signal: { signal: 'SIGTERM', to: 'init' } },
          { exit: { actor: 'worker', code: 0 } },
        ],
      },
      { init: 'sleeper', args: ['ppoll', `${LONG}`], careful: true },
    );
    const late = zombie.events.flatMap((event) => (event.kind === 'settled' && event.late !== undefined ? [event.late] : []));
    expect(late).toEqual([
      { ms: LONG, due: ['signal'] },
      { ms: LONG, due: ['zombie'] },
    ]);
  });

  test('a command that cannot be started has ended: the init is late', async () => {
    const trace = await setting.run({ launch: { command: 'missing' } }, { init: 'sleeper', args: ['ppoll', `${LONG}`] });
    expect(lastSettled(trace)).toMatchObject({ init: 'asleep', late: { ms: LONG, due: ['end'] } });
  });

  test('whether an init that pauses will try again nobody can say', async () => {
    const launch = { command: 'no-process-left' } as const;
    const trace = await setting.run({ launch }, { init: 'sleeper', args: ['ppoll', `${LONG}`] });
    expect([trace.bound, lastSettled(trace)]).toEqual(['time', expect.objectContaining({ init: 'busy' })]);
  });

  test.each(['', '-p 5', '-p 90'])('what threads hand to each other is waited for: %s', async (how) => {
    const args = how.split(' ').filter(Boolean);
    for (let n = 0; n < 10; n++) {
      const trace = await setting.run(
        {
          actors: { main: { on: { SIGTERM: 'note', SIGUSR1: 'note' } } },
          steps: [
            { signal: { signal: 'SIGTERM', to: 'init' } },
            { signal: { signal: 'SIGUSR1', to: 'init' } },
            { exit: { actor: 'main', code: 7 } },
          ],
        },
        { init: 'threads', args },
      );
      expect(story(trace, 'op', 'signal').slice(0, 4)).toEqual(['op 0', '0 got 15 from 1', 'op 1', '0 got 10 from 1']);
      expect([exitOf(trace), trace.bound, trace.init.threads]).toEqual(['code 7', undefined, 3]);
    }
  });

  test('a limit of processes is nothing for an init with threads', async () => {
    const scenario: Partial<Scenario> = { launch: { pidsLimit: 4 }, actors: { a: { parent: 'main' } }, steps: [{ fork: 'a' }] };
    expect((await setting.run(scenario, { init: 'threads' })).bound).toBe('threads');
    expect((await setting.run(scenario, { init: 'sound' })).bound).toBeUndefined();
  });

  test('a fork is the making of a process, whichever thread makes it', async () => {
    const steps: Scenario['steps'] = [{ at: { call: 'fork', when: 'exit', do: [{ exit: { actor: 'main', code: 3 } }] } }];
    const trace = await setting.run({ steps }, { init: 'threads', careful: true });
    expect([story(trace, 'held').length, exitOf(trace), trace.bound]).toEqual([1, 'code 3', undefined]);
  });

  test('one that waits for what it has made by vfork rests while that is held', async () => {
    const steps: Scenario['steps'] = [{ at: { call: 'rt_sigprocmask', of: 'child', do: [{ signal: { signal: 'SIGURG', to: 'init' } }] } }];
    const trace = await setting.run({ steps }, { init: 'sleeper', args: ['ppoll', `${SHORT}`] });
    expect([story(trace, 'held'), trace.bound]).toEqual([['child held at the entry of rt_sigprocmask'], undefined]);
  });

  test('a thread that never sleeps keeps the init busy', async () => {
    const trace = await setting.run(
      { steps: [{ signal: { signal: 'SIGTERM', to: 'main' } }] },
      { init: 'sleeper', args: ['thread-busy', '0'] },
    );
    expect(trace.bound).toBe('busy');
  });
});
