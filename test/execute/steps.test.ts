/** Every kind of step shows in the trace. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SignalName } from '../../fuzz/scenario/signals.ts';
import { SIGNALS, signalNumber } from '../../fuzz/scenario/signals.ts';
import { exitOf, openSetting, type Setting, story, USERS } from './setting.ts';

const NOTES = { on: { all: 'note' } } as const;

describe.each(USERS)('as %s', (user) => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await openSetting(user);
  });
  afterAll(() => setting.close());

  test('fork, exit, reaping by parent and by init', async () => {
    const trace = await setting.run({
      actors: { shell: { parent: 'main' }, worker: { parent: 'shell', copies: 2 } },
      steps: [
        { fork: 'shell' },
        { fork: 'worker' },
        { exit: { actor: 'shell', code: 7 } },
        { exit: { actor: 'worker', code: 8 } },
        { exit: { actor: 'main', code: 9 } },
      ],
    });
    expect(story(trace, 'reaped')).toEqual(['0 reaped 1: code 7']);
    expect(story(trace, 'died', 'gone')).toEqual(expect.arrayContaining(['1 gone', '2 gone', '3 gone']));
    expect([exitOf(trace), trace.exit?.afterOp]).toEqual(['code 9', 4]);
  });

  test('storms by two actors at once: more orphans than there is room for, signals meanwhile, and nothing is left', async () => {
    const trace = await setting.run({
      actors: { main: NOTES, shell: { parent: 'main', on: { SIGCHLD: 'ignore' } } },
      steps: [
        { fork: 'shell' },
        {
          together: [
            { storm: { actor: 'main', orphans: 700 } },
            { storm: { actor: 'shell', orphans: 700 } },
            { signal: { signal: 'SIGRTMIN', to: 'init' } },
          ],
        },
        { exit: { actor: 'main', code: 3 } },
      ],
    });
    expect([story(trace, 'left', 'strangers'), exitOf(trace)]).toEqual([[], 'code 3']);
    expect(trace.events.filter((event) => event.kind === 'signal' && event.signal !== 17)).toHaveLength(1);
  });

  test('a storm that an init does not reap leaves what there is room for', async () => {
    const trace = await setting.run(
      { steps: [{ storm: { actor: 'main', orphans: 2000 } }, { exit: { actor: 'main', code: 0 } }] },
      { init: 'hostile', args: ['deaf'] },
    );
    const left = trace.events.flatMap((event) => (event.kind === 'left' ? [event.count] : []));
    expect(left).toHaveLength(1);
    expect(left[0]).toBeGreaterThan(50);
  });

  test('a parent that does not wait keeps its zombies until it dies', async () => {
    const trace = await setting.run({
      actors: { shell: { parent: 'main', waits: false }, worker: { parent: 'shell' } },
      steps: [{ fork: 'shell' }, { fork: 'worker' }, { exit: { actor: 'worker', code: 0 } }, { exit: { actor: 'shell', code: 0 } }],
    });
    const ends = story(trace, 'op', 'died', 'gone');
    expect(ends.slice(ends.indexOf('op 2'), ends.indexOf('op 3'))).toEqual(['op 2', '2 died']);
    expect(ends.slice(ends.indexOf('op 3'))).toEqual(expect.arrayContaining(['1 gone', '2 gone']));
  });

  test('death by a signal, with and without a core', async () => {
    const trace = await setting.run({
      actors: { main: NOTES, one: { parent: 'main', ...NOTES }, other: { parent: 'main', ...NOTES } },
      steps: [
        { fork: 'one' },
        { fork: 'other' },
        { die: { actor: 'one', signal: 'SIGSEGV', core: false } },
        { die: { actor: 'other', signal: 'SIGQUIT', core: true } },
        { die: { actor: 'main', signal: 'SIGRTMIN+3' } },
      ],
    });
    const core = setting.pool.hello.cores ? ' (core)' : '';
    expect(story(trace, 'reaped')).toEqual(['0 reaped 1: signal 11', `0 reaped 2: signal 3${core}`]);
    expect(exitOf(trace)).toBe(`code ${128 + 37}`);
  });

  test('all 64 signals, from outside, reach an actor', async () => {
    const deadly: SignalName[] = ['SIGKILL', 'SIGSTOP'];
    const names = SIGNALS.filter((name) => !deadly.includes(name));
    const trace = await setting.run({
      actors: { main: { on: { all: 'note', SIGCHLD: 'note' } } },
      steps: names.map((signal) => ({ signal: { signal, to: 'main' } })),
    });
    expect(story(trace, 'signal')).toEqual(names.map((name) => `0 got ${signalNumber(name)} from 0`));
    expect(trace.exit).toBeUndefined();
  });

  test('queued values arrive in order; senders are seen', async () => {
    const trace = await setting.run({
      actors: { main: NOTES, other: { parent: 'main' } },
      steps: [
        { fork: 'other' },
        { together: [-1, 2_147_483_647, 0].map((value) => ({ queue: { signal: 'SIGRTMIN+1', to: 'main', value } })) },
        { signal: { signal: 'SIGUSR1', to: 'main', from: 'other' } },
        { queue: { signal: 'SIGUSR2', to: 'main', from: 'other', value: 5 } },
      ],
    });
    const [, other] = trace.events.filter((event) => event.kind === 'started');
    const pid = other?.kind === 'started' ? other.pid : 0;
    expect(story(trace, 'signal')).toEqual([
      '0 got 35 from 0 with -1',
      '0 got 35 from 0 with 2147483647',
      '0 got 35 from 0 with 0',
      `0 got 10 from ${pid}`,
      `0 got 12 from ${pid} with 5`,
    ]);
  });

  test('groups, sessions and everybody', async () => {
    const trace = await setting.run({
      actors: {
        main: NOTES,
        leader: { parent: 'main', group: 'own', ...NOTES },
        member: { parent: 'main', group: { of: 'leader' }, ...NOTES },
        apart: { parent: 'main', session: 'own', ...NOTES },
      },
      steps: [
        { fork: 'leader' },
        { fork: 'member' },
        { fork: 'apart' },
        { signal: { signal: 'SIGUSR1', to: { group: 'leader' } } },
        { signal: { signal: 'SIGUSR2', to: 'everybody', from: 'apart' } },
      ],
    });
    const started = trace.events.filter((event) => event.kind === 'started');
    const [main, leader, , apart] = started.map((event) => (event.kind === 'started' ? event.pid : 0));
    expect(story(trace, 'started').slice(1)).toEqual([
      `1 started: parent ${main}, group ${leader}, session 1`,
      `2 started: parent ${main}, group ${leader}, session 1`,
      `3 started: parent ${main}, group ${apart}, session ${apart}`,
    ]);
    expect(story(trace, 'signal').sort()).toEqual([
      `0 got 12 from ${apart}`,
      '1 got 10 from 0',
      `1 got 12 from ${apart}`,
      '2 got 10 from 0',
      `2 got 12 from ${apart}`,
    ]);
  });

  test('a daemon: its intermediate ends at once, the init becomes its parent', async () => {
    const trace = await setting.run({
      actors: { service: { parent: 'main', daemon: true } },
      steps: [{ fork: 'service' }, { exit: { actor: 'service', code: 0 } }],
    });
    const [, middle] = trace.events.flatMap((event) => (event.kind === 'started' ? [event.pid] : []));
    expect(story(trace, 'started')[1]).toContain(`group ${middle}, session ${middle}`);
    expect(story(trace, 'started')[2]).toContain(`group ${middle}, session ${middle}`);
    expect(story(trace, 'reaped')).toEqual(['0 reaped 1: code 0']);
    expect(story(trace, 'gone')).toEqual(expect.arrayContaining(['1 gone', '2 gone']));
  });

  test('a frozen init gets what was sent once: standard signals merge, real-time ones queue', async () => {
    const twice = (signal: SignalName): { signal: { signal: SignalName; to: 'init' } }[] => [
      { signal: { signal, to: 'init' } },
      { signal: { signal, to: 'init' } },
    ];
    const trace = await setting.run({
      actors: { main: NOTES },
      steps: [{ freeze: 'init' }, ...twice('SIGUSR1'), ...twice('SIGRTMIN'), { thaw: 'init' }],
    });
    expect(story(trace, 'settled').slice(1, 6)).toEqual([0, 1, 2, 3, 4].map((index) => `settled ${index}: stopped`));
    const signals = trace.events.flatMap((event) => (event.kind === 'signal' && event.signal !== 18 ? [event.signal] : []));
    expect(signals).toEqual([10, 34, 34]);
  });

  test('stop and continue', async () => {
    const trace = await setting.run({
      actors: { main: NOTES, child: { parent: 'main', ...NOTES } },
      steps: [{ fork: 'child' }, { stop: 'child' }, { signal: { signal: 'SIGUSR1', to: 'child' } }, { continue: 'child' }],
    });
    expect(story(trace, 'op', 'stopped', 'continued', 'signal').slice(1)).toEqual([
      'op 1',
      '1 stopped',
      'op 2',
      'op 3',
      '1 got 10 from 0',
      '1 got 18 from 0',
      '1 continued',
    ]);
  });

  test('together: what is sent at once to one process is seen at most as often', async () => {
    const trace = await setting.run({
      actors: { main: NOTES },
      steps: [{ together: Array.from({ length: 20 }, () => ({ signal: { signal: 'SIGTERM' as const, to: 'init' as const } })) }],
    });
    const seen = story(trace, 'signal').length;
    expect(seen).toBeGreaterThanOrEqual(1);
    expect(seen).toBeLessThanOrEqual(20);
    expect(story(trace, 'settled')).toHaveLength(2);
  });

  test('exit upon a signal, at once and after a while', async () => {
    const exits = async (after?: string): Promise<string> => {
      const main = { on: { SIGTERM: after === undefined ? { exit: 3 } : { exit: 4, after } } };
      return exitOf(await setting.run({ actors: { main }, steps: [{ signal: { signal: 'SIGTERM', to: 'init' } }] }));
    };
    expect([await exits(), await exits('30ms')]).toEqual(['code 3', 'code 4']);
  });

  test('wait: an init that sleeps uses nothing, one that dozes wakes', async () => {
    const quiet = await setting.run({ steps: [{ wait: '60ms' }] });
    // As long as it took: others may have had the CPU.
    expect(quiet.init.waitedMs).toBeGreaterThanOrEqual(60);
    expect(quiet.init).toMatchObject({ waitedSwitches: 0, waitedCpuUs: 0 });
  });
});
