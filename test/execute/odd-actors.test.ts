/** Actors that change what the kernel makes of a tree: subreapers, siblings, odd names, other groups in mid-run. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import { openSetting, type Setting, story, USERS } from './setting.ts';

describe.each(USERS)('as %s', (user) => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await openSetting(user);
  });
  afterAll(() => setting.close());

  const told = async (scenario: Partial<Scenario>, ...kinds: Parameters<typeof story>[1][]): Promise<string[]> =>
    story(await setting.run(scenario, { careful: true }), ...kinds);

  test('a subreaper gets the orphans below it, and the init those when it ends', async () => {
    const actors: Scenario['actors'] = {
      main: {},
      keeper: { parent: 'main', subreaper: true },
      shell: { parent: 'keeper' },
      worker: { parent: 'shell' },
    };
    const forks = [{ fork: 'keeper' }, { fork: 'shell' }, { fork: 'worker' }];
    const steps = [...forks, { exit: { actor: 'shell', code: 0 } }, { exit: { actor: 'keeper', code: 0 } }];
    expect(await told({ actors, steps }, 'moved')).toEqual(['3 moved to 1', '3 moved to -1']);
    const ends = [...forks, { exit: { actor: 'shell', code: 0 } }, { exit: { actor: 'worker', code: 4 } }];
    expect(await told({ actors, steps: ends }, 'reaped')).toEqual(['1 reaped 2: code 0', '1 reaped 3: code 4']);
  });

  test('CLONE_PARENT makes a child of the maker’s parent', async () => {
    const actors: Scenario['actors'] = { main: {}, sibling: { parent: 'main', cloneParent: true } };
    expect(await told({ actors, steps: [{ fork: 'sibling' }] }, 'started')).toContain('1 started: parent 1, group 1, session 1');
    expect(await told({ actors, steps: [{ fork: 'sibling' }, { exit: { actor: 'sibling', code: 2 } }] }, 'gone', 'reaped')).toEqual([
      '1 gone',
    ]);
  });

  test.each(['a) Z 1', ') T 1 (', '\n'])('nobody is taken in by the name %j', async (comm) => {
    const actors: Scenario['actors'] = { main: { comm }, odd: { parent: 'main', comm } };
    expect(
      await told({ actors, steps: [{ fork: 'odd' }, { stop: 'odd' }, { continue: 'odd' }] }, 'died', 'gone', 'stopped', 'continued'),
    ).toEqual(['1 stopped', '1 continued']);
  });

  test.each([true, false])(
    'one whose first thread has ended lives, stops, forks, becomes another program and ends as others do',
    async (careful) => {
      const actors: Scenario['actors'] = {
        main: { leaderEnds: true, on: { all: 'note' } },
        a: { parent: 'main', leaderEnds: true, on: { all: 'note' } },
        b: { parent: 'a' },
      };
      const end: Scenario['steps'] = [
        { exit: { actor: 'b', code: 4 } },
        { exit: { actor: 'a', code: 7 } },
        { exit: { actor: 'main', code: 9 } },
      ];
      const steps: Scenario['steps'] = [
        { fork: 'a' },
        { fork: 'b' },
        { stop: 'a' },
        { continue: 'a' },
        { exec: 'a' },
        { stop: 'a' },
        { continue: 'a' },
        { signal: { signal: 'SIGUSR1', to: 'init' } },
        { signal: { signal: 'SIGUSR2', to: 'a' } },
        ...end,
      ];
      for (let n = 0; n < 10; n++) {
        const trace = await setting.run({ actors, steps }, { careful });
        expect(story(trace, 'stopped', 'continued', 'signal', 'reaped', 'died').map((line) => line.replace(/ from .*/, ''))).toEqual([
          ...['1 stopped', '1 got 18', '1 continued', '1 stopped', '1 got 18', '1 continued', '0 got 10', '1 got 12'],
          ...['1 reaped 2: code 4', '2 died', '0 reaped 1: code 7', '1 died'],
        ]);
        expect(trace.exit).toMatchObject({ code: 9 });
      }
    },
  );

  test.each([true, false])('who has made one by vfork takes nothing until that is another program, or has ended', async (careful) => {
    const actors: Scenario['actors'] = { main: { on: { all: 'note' } }, a: { parent: 'main', vfork: true } };
    const before: Scenario['steps'] = [{ fork: 'a' }, { signal: { signal: 'SIGUSR1', to: 'init' } }, { wait: '1ms' }];
    const heard = async (...steps: Scenario['steps']): Promise<string[]> => {
      const trace = await setting.run({ actors, steps: [...before, ...steps] }, { careful });
      return story(trace, 'settled', 'signal', 'died').flatMap((line) => (line.includes('settled') ? ['.'] : [line.slice(0, 8)]));
    };
    for (let n = 0; n < 10; n++) {
      expect(await heard()).toEqual(['.', '.', '.', '.']);
      expect(await heard({ exec: 'a' }, { exit: { actor: 'a', code: 1 } })).toEqual(['.', '.', '.', '.', '0 got 10', '.', '1 died', '.']);
      expect((await heard({ exit: { actor: 'a', code: 1 } })).join(' ')).toMatch(/^(\. ){4}(0 got 10 1 died|1 died 0 got 10) \.$/);
      expect(await heard({ signal: { signal: 'SIGKILL', to: 'main' } })).toEqual(['.', '.', '.', '.', '.']);
    }
  });

  test('into a group and a session of its own, and not where the kernel refuses', async () => {
    const actors: Scenario['actors'] = { main: {}, job: { parent: 'main', on: { all: 'note' } } };
    const told_ = async (steps: Scenario['steps']): Promise<unknown[]> =>
      (await setting.run({ actors, steps: [{ fork: 'job' }, ...steps] }, { careful: true })).events.flatMap((event) =>
        event.kind === 'moved' ? [[event.pgid > 1, event.sid > 1]] : [],
      );
    expect(await told_([{ setpgid: 'job' }])).toEqual([[true, false]]);
    expect(await told_([{ setsid: 'job' }])).toEqual([[true, true]]);
    expect(await told_([{ setpgid: 'job' }, { setsid: 'job' }])).toEqual([[true, false]]);
  });

  test('one that enters has its parent outside, its orphans are PID 1’s, and nothing of it is left', async () => {
    const actors: Scenario['actors'] = { main: {}, shell: { parent: 'outside', on: { all: 'note' } }, worker: { parent: 'shell' } };
    const steps: Scenario['steps'] = [
      { fork: 'shell' },
      { fork: 'worker' },
      { signal: { signal: 'SIGUSR1', to: 'shell', from: 'worker' } },
      { exit: { actor: 'shell', code: 3 } },
      { exit: { actor: 'worker', code: 4 } },
    ];
    const trace = await setting.run({ actors, steps }, { careful: true });
    const [, entered] = story(trace, 'started');
    expect(entered).toMatch(/^1 started: parent 0, group (\d+), session \1$/);
    // Which of the two is seen first is open where the tree is not SCHED_FIFO.
    expect(story(trace, 'moved', 'gone', 'strangers').sort()).toEqual(['1 gone', '2 gone', '2 moved to -1']);
    for (let n = 0; n < 20; n++) {
      const left = await setting.run({ actors, steps: [...steps.slice(0, 2), { exit: { actor: 'main', code: 6 } }] });
      expect(left.exit).toMatchObject({ code: 6 });
    }
    expect(story(await setting.run({ launch: { as: 'subreaper' }, actors, steps }, { careful: true }), 'moved')).toEqual(['2 moved to -2']);
  });

  // Each takes a millisecond and more to make: the watchdog must not take the executor for stuck, and the tree out of SCHED_FIFO.
  test('many that enter start, in the order in which they are made', async () => {
    const actors: Scenario['actors'] = { main: {}, shell: { parent: 'outside', copies: 99 } };
    for (let n = 0; n < 10; n++) {
      const { events } = await setting.run({ actors, steps: [{ fork: 'shell' }] });
      const slots = events.flatMap((event) => (event.kind === 'started' ? [event.slot] : []));
      // Without SCHED_FIFO the order is the scheduler's.
      if (!setting.pool.hello.fifo) slots.sort((a, b) => a - b);
      expect(slots).toEqual(Array.from({ length: 100 }, (_, slot) => slot));
    }
  });

  test('one that becomes another program keeps its children, its place and what is pending', async () => {
    const actors: Scenario['actors'] = {
      main: { on: { all: 'note' } },
      a: { parent: 'main', group: 'own', on: { all: 'note' } },
      b: { parent: 'a' },
    };
    const steps: Scenario['steps'] = [
      { fork: 'a' },
      { fork: 'b' },
      { stop: 'a' },
      { exec: 'a' },
      { signal: { signal: 'SIGUSR1', to: 'a' } },
      { signal: { signal: 'SIGRTMIN', to: 'a' } },
      { continue: 'a' },
      { exec: 'main' },
      { signal: { signal: 'SIGTERM', to: 'init' } },
      { exit: { actor: 'b', code: 3 } },
      { exit: { actor: 'a', code: 4 } },
      { exit: { actor: 'main', code: 5 } },
    ];
    const trace = await setting.run({ actors, steps }, { careful: true });
    expect(story(trace, 'signal', 'reaped').map((line) => line.replace(/ from .*/, ''))).toEqual([
      '1 got 10',
      '1 got 18',
      '1 got 34',
      '0 got 15',
      '1 reaped 2: code 3',
      '0 reaped 1: code 4',
    ]);
    expect([trace.starts, trace.exit]).toMatchObject([1, { code: 5 }]);
  });
});
