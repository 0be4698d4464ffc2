/** The terminal of a run: what the kernel makes of typing, resizing, hanging up and of the background. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Launch, Scenario, Step } from '../../fuzz/scenario/scenario.ts';
import { openSetting, type Setting, story, USERS } from './setting.ts';

const LAUNCH: Launch = { terminal: 'controlling' };
/** A job of main's in a group of its own, hence in the background. */
const JOB: Scenario['actors'] = { main: { on: { all: 'note' } }, job: { parent: 'main', group: 'own' } };

describe.each(USERS)('as %s', (user) => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await openSetting(user);
  });
  afterAll(() => setting.close());

  /** What happens after the start. */
  const told = async (steps: Step[], launch: Launch = LAUNCH): Promise<string[]> =>
    story(await setting.run({ launch, actors: JOB, steps }), 'signal', 'stopped', 'continued', 'terminal').slice(1);

  test('main has it, in the foreground, and a run without has none', async () => {
    const { start } = await setting.run({ launch: LAUNCH });
    expect(start).toMatchObject({ sid: 1, pgid: 1, foreground: 1 });
    expect([...(start?.descriptors ?? [])]).toEqual([0, 1, 2].map((fd) => [fd, 'terminal']));
    expect((await setting.run({})).start?.foreground).toBe(-1);
  });

  test.each([
    ['^C', 2],
    ['^\\', 3],
    ['^Z', 20],
  ])('%s is a signal of the kernel to all in the foreground, the init among them', async (type, signal) => {
    // Of the two that which comes second merges with the first, where main has not taken that.
    const both = [`0 got ${signal} from 0`, `0 got ${signal} from 1`];
    const got = await told([{ type }]);
    expect([got.length > 0, got.filter((line) => !both.includes(line))]).toEqual([true, []]);
  });

  test('a line can be read once, by who is in the foreground; a key discards it', async () => {
    expect(await told([{ type: 'hello\n' }, { type: 'x' }, { read: 'main' }])).toEqual([
      'terminal: group 1, 6 bytes',
      'terminal: group 1, 0 bytes',
    ]);
    expect(await told([{ type: 'a\nb\n' }, { type: '^C' }])).toContain('terminal: group 1, 0 bytes');
  });

  test('who reads in the background is stopped, as often as it goes on there', async () => {
    const steps: Step[] = [{ fork: 'job' }, { read: 'job' }, { continue: 'job' }];
    expect(await told(steps)).toEqual(['1 stopped']);
    const { events } = await setting.run({
      launch: LAUNCH,
      actors: JOB,
      steps: [{ fork: 'job' }, { foreground: 'job' }, { read: 'main' }],
    });
    expect(events.filter(({ kind }) => kind === 'terminal')).toHaveLength(2);
  });

  test('who writes there is, where the terminal says so', async () => {
    const steps: Step[] = [{ fork: 'job' }, { write: 'job' }];
    expect(await told(steps)).toEqual([]);
    expect(await told(steps, { ...LAUNCH, tostop: true })).toEqual(['1 stopped']);
  });

  test('in the foreground of another group the init gets nothing', async () => {
    const steps: Step[] = [{ fork: 'job' }, { foreground: 'job' }, { type: '^Z' }, { resize: { rows: 1, columns: 1 } }];
    const [foreground, ...rest] = await told(steps);
    expect(foreground).toMatch(/^terminal: group [2-9]\d*, 0 bytes$/);
    expect(rest).toEqual(['1 stopped']);
  });

  test('a new size is a signal, the same size is none', async () => {
    expect(await told([{ resize: { rows: 24, columns: 80 } }])).toEqual([]);
    expect((await told([{ resize: { rows: 30, columns: 80 } }])).join()).toMatch(/^(0 got 28 from [01],?)+$/);
  });

  test('hanging up is told to the leader of the session alone', async () => {
    expect(await told([{ hangUp: 'terminal' }])).toEqual(['0 got 1 from 1', '0 got 18 from 1']);
    expect(await told([{ hangUp: 'terminal' }], { ...LAUNCH, as: 'subreaper' })).toEqual([]);
  });

  test('nothing of it is left', async () => {
    // More than half of the descriptors that an executor may have open.
    for (let n = 0; n < 600; n++) await setting.run({ launch: LAUNCH, steps: [{ type: 'a\n' }] });
    const { start } = await setting.run({ launch: LAUNCH });
    expect(start?.foreground).toBe(1);
  });
});
