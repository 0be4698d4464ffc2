import { describe, expect, test } from 'vitest';
import { caseRandom } from '../../fuzz/generate/seeds.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import { canonical } from '../../fuzz/shrink/canonical.ts';
import { retriesFor, SHRINK_DEFAULTS, shrink } from '../../fuzz/shrink/shrink.ts';
import { isSmaller, size } from '../../fuzz/shrink/size.ts';
import { FAILURES } from './failures.ts';
import { drawnStarts, plantedStarts } from './starts.ts';

const [orphan] = FAILURES;
if (orphan === undefined) throw new Error('there are no failures');
const always = async (scenario: Scenario): Promise<boolean> => orphan.fails(scenario);
const start = plantedStarts(20).find(({ steps }) => steps.length > 8);
if (start === undefined) throw new Error('there are no starts');

describe('shrink', () => {
  test('does nothing more to its own result', async () => {
    for (const { fails } of FAILURES) {
      for (const one of drawnStarts(fails, 5, 5000)) {
        const first = await shrink(one, async (s) => fails(s), SHRINK_DEFAULTS);
        const second = await shrink(first.scenario, async (s) => fails(s), SHRINK_DEFAULTS);
        expect(canonical(second.scenario)).toBe(canonical(first.scenario));
      }
    }
  });

  test('tells each smaller scenario, with the calls so far', async () => {
    const seen: { scenario: Scenario; tries: number }[] = [{ scenario: start, tries: 0 }];
    const result = await shrink(start, always, { ...SHRINK_DEFAULTS, onSmaller: (scenario, tries) => seen.push({ scenario, tries }) });
    for (let n = 1; n < seen.length; n++) {
      const [before, after] = [seen[n - 1], seen[n]];
      expect(
        before !== undefined && after !== undefined && isSmaller(size(after.scenario), size(before.scenario)) && after.tries > before.tries,
      ).toBe(true);
    }
    expect(seen.at(-1)?.scenario).toEqual(result.scenario);
    expect(seen.length).toBeGreaterThan(3);
  });

  test('of two ways to fail in one scenario leaves the one that a plain launch has', async () => {
    const both: Scenario = {
      version: 1,
      launch: { umask: 0, ignored: ['SIGCHLD'] },
      actors: { main: {}, a: { parent: 'main' } },
      steps: [{ fork: 'a' }, { exit: { actor: 'a', code: 3 } }, { exit: { actor: 'main', code: 0 } }],
    };
    const fails = async ({ launch, steps }: Scenario): Promise<boolean> =>
      launch.ignored !== undefined || steps.some((step) => 'exit' in step && step.exit.code === 3);
    const { scenario } = await shrink(both, fails, SHRINK_DEFAULTS);
    expect(scenario.launch).toEqual({});
    expect(scenario.steps).toContainEqual({ exit: { actor: 'main', code: 3 } });
  });

  test('tries nothing twice, and counts by pass', async () => {
    const tried: string[] = [];
    const result = await shrink(start, async (scenario) => tried.push(canonical(scenario)) > 0 && orphan.fails(scenario), SHRINK_DEFAULTS);
    expect(new Set(tried).size).toBe(tried.length);
    expect(result.tries).toBe(tried.length);
    expect(Object.values(result.passes).reduce((sum, { candidates }) => sum + candidates, 0)).toBe(tried.length);
  });

  test('ends at each of its budgets with the best so far', async () => {
    const calls = await shrink(start, always, { ...SHRINK_DEFAULTS, calls: 10 });
    expect([calls.ended, calls.tries]).toEqual(['calls', 10]);
    expect(orphan.fails(calls.scenario)).toBe(true);
    const stall = await shrink(start, async () => false, { ...SHRINK_DEFAULTS, stall: 7 });
    expect([stall.ended, stall.tries, stall.scenario]).toEqual(['stall', 7, start]);
    const time = await shrink(start, always, { ...SHRINK_DEFAULTS, ms: 0 });
    expect([time.ended, time.tries]).toEqual(['time', 0]);
  });

  test('ends when it is told to', async () => {
    const controller = new AbortController();
    let calls = 0;
    const fails = async (scenario: Scenario): Promise<boolean> => {
      if (++calls === 5) controller.abort();
      return orphan.fails(scenario);
    };
    const result = await shrink(start, fails, { ...SHRINK_DEFAULTS, signal: controller.signal });
    expect([result.ended, result.tries]).toEqual(['interrupted', 5]);
  });

  test('throws what the predicate throws', async () => {
    await expect(shrink(start, () => Promise.reject(new Error('executor lost')), SHRINK_DEFAULTS)).rejects.toThrow('executor lost');
  });

  test('reaches the minimum of a failure that shows 7 times of 10', async () => {
    let minimal = 0;
    const starts = plantedStarts(30);
    for (const [index, one] of starts.entries()) {
      const random = caseRandom(1, index);
      const fails = async (scenario: Scenario): Promise<boolean> => orphan.fails(scenario) && random.nextInt(1, 10) <= 7;
      const result = await shrink(one, fails, { ...SHRINK_DEFAULTS, retries: retriesFor(7, 10) });
      if (size(result.scenario).slice(0, 2).join() === orphan.minimum.slice(0, 2).join()) minimal++;
    }
    expect(minimal).toBeGreaterThanOrEqual(27);
  });
});

describe('retriesFor', () => {
  test('is the least number that misses one failure of twenty, up to five', () => {
    expect(
      [
        [5, 5],
        [9, 10],
        [7, 10],
        [3, 5],
        [2, 5],
        [0, 5],
      ].map(([shown, runs]) => retriesFor(shown as number, runs as number)),
    ).toEqual([1, 2, 3, 4, 5, 5]);
  });
});
