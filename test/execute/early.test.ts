/** Signals while the init starts: they come at their moment, and what was blocked at the exec is never lost. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LIMITS } from '../../fuzz/scenario/scenario.ts';
import { openSetting, type Setting, story, USERS } from './setting.ts';

const MOMENTS = Array.from({ length: 40 }, (_, n) => 50 * n);
const NOTES = { main: { on: { all: 'note' } } } as const;

describe.each(USERS)('as %s', (user) => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await openSetting(user);
  });
  afterAll(() => setting.close());

  test('one that was blocked arrives, whenever it came', async () => {
    for (const us of MOMENTS) {
      const launch = { blocked: ['SIGUSR1'], early: [{ signal: 'SIGUSR1', us }] } as const;
      const trace = await setting.run({ launch: { blocked: [...launch.blocked], early: [...launch.early] }, actors: NOTES });
      expect([us, ...story(trace, 'signal')]).toEqual([us, '0 got 10 from 1']);
    }
  });

  test('one that was not is lost where the init has just been exec’ed, and arrives where it is ready', async () => {
    /** The init is ready, at the latest, when main has started. Both times count from before the exec, the signal's from a little later. */
    const sendAt = async (us: number): Promise<{ us: number; ready: boolean; arrived: number }> => {
      const trace = await setting.run({ launch: { early: [{ signal: 'SIGWINCH', us }] }, actors: NOTES });
      const main = trace.events.find(({ kind }) => kind === 'started');
      return { us, ready: main !== undefined && us > main.us, arrived: story(trace, 'signal').length };
    };
    const sent = [];
    for (const us of MOMENTS) sent.push(await sendAt(us));
    // However slow the machine is, the end of the test's own time is the limit.
    do sent.push(await sendAt(LIMITS.earlyUs));
    while (!sent.at(-1)?.ready);
    for (const one of sent.filter(({ ready }) => ready)) expect(one).toEqual({ ...one, arrived: 1 });
    expect(Math.max(...sent.map(({ arrived }) => arrived))).toBe(1);
    if (setting.pool.hello.fifo) expect(sent[0]).toMatchObject({ us: 0, arrived: 0 });
  });
});
