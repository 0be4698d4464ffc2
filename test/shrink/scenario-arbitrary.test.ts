import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import { readScenario } from '../../fuzz/scenario/yaml.ts';
import { canonical } from '../../fuzz/shrink/canonical.ts';
import { ScenarioArbitrary } from '../../fuzz/shrink/scenario-arbitrary.ts';
import { SHRINK_DEFAULTS, shrink } from '../../fuzz/shrink/shrink.ts';
import { size } from '../../fuzz/shrink/size.ts';
import { FAILURES } from './failures.ts';
import { plantedStarts } from './starts.ts';

/** Those that a few thousand drawn scenarios show. */
const COMMON = FAILURES.filter(({ what }) => !/orphan|ignores/.test(what));
const RUNS = 20_000;

describe('ScenarioArbitrary', () => {
  for (const { what, fails, minimum } of COMMON) {
    test(`shrinks within fc.check, and replays by seed and path: ${what}`, async () => {
      const property = fc.property(new ScenarioArbitrary(), (scenario) => !fails(scenario));
      const found = fc.check(property, { seed: 77, numRuns: RUNS });
      expect(found.failed).toBe(true);
      const [smallest] = found.counterexample as [Scenario];
      expect(size(smallest).slice(0, 3)).toEqual(minimum);
      const replayed = fc.check(property, { seed: 77, path: found.counterexamplePath as string, endOnFailure: true });
      expect([replayed.counterexample, replayed.numRuns]).toEqual([[smallest], 1]);
      const first = fc.check(property, { seed: 77, numRuns: RUNS, endOnFailure: true });
      const [unshrunk] = first.counterexample as [Scenario];
      const alone = await shrink(unshrunk, async (scenario) => fails(scenario), { ...SHRINK_DEFAULTS, stall: 1000 });
      expect(canonical(alone.scenario)).toBe(canonical(smallest));
    });
  }

  test('shrinks values that were not drawn', () => {
    for (const { fails, minimum } of FAILURES) {
      const start = plantedStarts(25).find(fails);
      if (start === undefined) continue;
      const found = fc.check(
        fc.property(new ScenarioArbitrary(), (scenario) => !fails(scenario)),
        { examples: [[start]], numRuns: 1 },
      );
      expect(size((found.counterexample as [Scenario])[0]).slice(0, 3)).toEqual(minimum);
    }
  });

  test('its values, also shrunk ones, say themselves as YAML that reads as the same, and are plain data all the same', () => {
    const found = fc.check(
      fc.property(new ScenarioArbitrary(), ({ steps }) => steps.length < 3),
      { seed: 5, numRuns: 100 },
    );
    const [smallest] = found.counterexample as [Scenario];
    for (const scenario of [smallest, ...fc.sample(new ScenarioArbitrary(), { seed: 5, numRuns: 20 })]) {
      expect(readScenario(fc.stringify(scenario), 'printed')).toEqual(scenario);
      expect(String(scenario)).toBe(fc.stringify(scenario));
      expect(new ScenarioArbitrary().canShrinkWithoutContext(scenario)).toBe(true);
      expect(Object.keys(structuredClone(scenario))).toEqual(['version', 'launch', 'actors', 'steps']);
    }
    expect(fc.defaultReportMessage(found)).toContain(`Counterexample: [\nversion: 1\n`);
  });

  test('knows what it can shrink', () => {
    const arbitrary = new ScenarioArbitrary();
    expect(arbitrary.canShrinkWithoutContext({ version: 1, launch: {}, actors: { main: {} }, steps: [] })).toBe(true);
    expect(arbitrary.canShrinkWithoutContext({ version: 1, launch: {}, actors: {}, steps: [] })).toBe(false);
    expect(arbitrary.canShrinkWithoutContext({ version: 1, launch: {}, actors: { main: {} }, steps: [{ fork: 'a' }] })).toBe(false);
    expect(arbitrary.canShrinkWithoutContext('main')).toBe(false);
  });
});
