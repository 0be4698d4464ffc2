/** Actors that are traced by their parent (ptrace(2), PTRACE_TRACEME): what stops them, and what makes them go on. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Scenario, Step } from '../../fuzz/scenario/scenario.ts';
import { openSetting, type Setting, story, USERS } from './setting.ts';

const signal = (signal: 'SIGUSR1' | 'SIGUSR2' | 'SIGKILL' | 'SIGCONT' | 'SIGSTOP' | 'SIGWINCH', to: string): Step => ({
  signal: { signal, to },
});
const exit = (actor: string, code: number): Step => ({ exit: { actor, code } });

describe.each(USERS)('as %s', (user) => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await openSetting(user);
  });
  afterAll(() => setting.close());

  /** Plainly exec'ed and cloned from a zygote, looked at with care and without: the same each time. */
  async function told(scenario: Partial<Scenario>, ...kinds: Parameters<typeof story>[1][]): Promise<string[]> {
    const stories: string[][] = [];
    for (const careful of [true, false])
      for (const zygote of [true, false]) {
        const trace = await setting.run(scenario, { careful, zygote });
        expect(trace.bound).toBeUndefined();
        expect(trace.tampered).toBeUndefined();
        stories.push(story(trace, ...kinds));
      }
    expect(new Set(stories.map((lines) => lines.join('\n'))).size).toBe(1);
    return stories[0] ?? [];
  }

  const WITH_CHILD: Scenario['actors'] = { main: {}, shell: { parent: 'main' }, worker: { parent: 'shell', on: { all: 'note' } } };
  const FORKS: Step[] = [{ fork: 'shell' }, { fork: 'worker' }];

  test.each([['SIGUSR1'], ['SIGCONT'], ['SIGSTOP'], ['SIGWINCH']] as const)(
    'main is stopped by %s, and only SIGKILL ends that',
    async (name) => {
      const actors: Scenario['actors'] = { main: { on: { SIGUSR1: 'note', SIGWINCH: 'ignore' } } };
      const steps = [
        { traceme: 'main' },
        signal(name, 'main'),
        signal('SIGCONT', 'main'),
        signal('SIGUSR1', 'main'),
        signal('SIGKILL', 'main'),
      ];
      expect(await told({ actors, steps }, 'stopped', 'continued', 'signal')).toEqual(['0 stopped']);
      const trace = await setting.run({ actors, steps });
      expect(trace.exit).toMatchObject({ how: 'exited', code: 137 });
    },
  );

  test('one that is traced and gets no signal lives, forks and ends as others do', async () => {
    const steps = [{ traceme: 'main' }, { fork: 'shell' }, exit('main', 9)];
    expect(await told({ actors: { main: {}, shell: { parent: 'main' } }, steps }, 'stopped', 'died')).toEqual([]);
    expect((await setting.run({ actors: { main: {}, shell: { parent: 'main' } }, steps })).exit).toMatchObject({ code: 9 });
  });

  test('to become another program stops it, and so does the end of a child', async () => {
    const actors: Scenario['actors'] = { main: {}, shell: { parent: 'main' } };
    expect(await told({ actors, steps: [{ traceme: 'main' }, { exec: 'main' }] }, 'stopped')).toEqual(['0 stopped']);
    const dies = [{ fork: 'shell' }, { traceme: 'main' }, exit('shell', 1)];
    expect(await told({ actors, steps: dies }, 'stopped', 'reaped', 'died', 'gone')).toEqual(['0 stopped', '1 died']);
  });

  test('a parent that waits has done with the signal when it ends; one that does not leaves it to be taken', async () => {
    const steps = [...FORKS, { traceme: 'worker' }, signal('SIGUSR1', 'worker'), signal('SIGUSR2', 'worker'), exit('shell', 0)];
    const kinds = ['stopped', 'continued', 'signal', 'moved'] as const;
    expect((await told({ actors: WITH_CHILD, steps }, ...kinds)).map((line) => line.replace(/ from .*/, ''))).toEqual([
      '2 stopped',
      '2 got 12',
      '2 continued',
      '2 moved to -1',
    ]);
    const leaves: Scenario['actors'] = { ...WITH_CHILD, shell: { parent: 'main', waits: false } };
    expect((await told({ actors: leaves, steps }, ...kinds)).map((line) => line.replace(/ from .*/, ''))).toEqual([
      '2 stopped',
      '2 got 10',
      '2 got 12',
      '2 continued',
      '2 moved to -1',
    ]);
  });

  test('an orphan, and one that the init has from before, are traced by the init; one that enters by the process that waits for it outside', async () => {
    const orphan: Step[] = [...FORKS, exit('shell', 0), { traceme: 'worker' }, signal('SIGUSR1', 'worker')];
    expect(await told({ actors: WITH_CHILD, steps: orphan }, 'stopped', 'signal')).toEqual(['2 stopped']);
    const older: Scenario['actors'] = { main: {}, older: { parent: 'init' } };
    expect(await told({ actors: older, steps: [{ traceme: 'older' }, signal('SIGUSR1', 'older')] }, 'stopped', 'died')).toEqual([
      '1 stopped',
    ]);
    const visitor: Scenario['actors'] = { main: {}, visitor: { parent: 'outside' } };
    const enters: Step[] = [{ fork: 'visitor' }, { traceme: 'visitor' }, signal('SIGUSR1', 'visitor'), signal('SIGKILL', 'visitor')];
    expect(await told({ actors: visitor, steps: enters }, 'stopped', 'died', 'gone')).toEqual(['1 stopped', '1 died', '1 gone']);
  });

  test('as a subreaper too', async () => {
    const steps = [{ traceme: 'main' }, signal('SIGUSR1', 'main'), signal('SIGKILL', 'main')];
    const scenario: Partial<Scenario> = { launch: { as: 'subreaper' }, actors: { main: {} }, steps };
    expect(await told(scenario, 'stopped')).toEqual(['0 stopped']);
    expect((await setting.run(scenario)).exit).toMatchObject({ code: 137 });
  });
});
