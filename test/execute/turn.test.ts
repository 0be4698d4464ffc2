/** A run that only waits for a clock gives its CPU away: on one CPU many wait at the same time, and each is what it is alone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Step } from '../../fuzz/scenario/scenario.ts';
import { openSetting, type Setting, USERS } from './setting.ts';

const RUNS = 24;
const WAIT_MS = 400;
const STEPS: Step[] = [{ wait: `${WAIT_MS}ms` }, { exit: { actor: 'main', code: 7 } }];
/** One after the other would be 1, and eight executors are 8 in the end. */
const AT_ONCE = 2;

describe.each(USERS)('as %s', (user) => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await openSetting(user);
  });
  afterAll(() => setting.close());

  test('while one waits others run, and nothing of what is seen is another', async () => {
    const alone = await setting.run({ steps: STEPS });
    const began = performance.now();
    const traces = await Promise.all(Array.from({ length: RUNS }, () => setting.run({ steps: STEPS })));
    const wallUs = 1000 * (performance.now() - began);
    expect(setting.pool.jobs).toBeGreaterThan(AT_ONCE);
    expect(traces.reduce((sum, { us }) => sum + us, 0) / wallUs).toBeGreaterThan(AT_ONCE);
    for (const { exit, lentUs, us, init } of traces) {
      expect(exit).toMatchObject({ how: 'exited', code: 7 });
      expect([lentUs >= 1000 * WAIT_MS, lentUs < us, init.waitedMs >= WAIT_MS]).toEqual([true, true, true]);
      expect(init.waitedSwitches).toBe(alone.init.waitedSwitches);
    }
  });

  test('who does not wait has its CPU for itself', async () => {
    const { lentUs } = await setting.run({ steps: [{ exit: { actor: 'main', code: 7 } }] });
    expect(lentUs).toBe(0);
  });
});
