/** Signals while the init starts: they come at their moment, and what was blocked at the exec is never lost. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
    const seen = new Map<number, number>();
    for (const us of MOMENTS) {
      const trace = await setting.run({ launch: { early: [{ signal: 'SIGWINCH', us }] }, actors: NOTES });
      seen.set(us, story(trace, 'signal').length);
    }
    expect(Math.max(...seen.values())).toBe(1);
    if (setting.pool.hello.fifo) expect(seen.get(0)).toBe(0);
    expect(seen.get(1950)).toBe(1);
  });
});
