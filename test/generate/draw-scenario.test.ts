import { describe, expect, test } from 'vitest';
import { scenarioAt } from '../../fuzz/generate/seeds.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import { problems } from '../../fuzz/scenario/validate.ts';
import { REACHES } from './reaches.ts';
import { FAULT_REACHES } from './reaches-faults.ts';

const COUNT = 20_000;
const scenarios: Scenario[] = Array.from({ length: COUNT }, (_, index) => scenarioAt(20, index));

describe('drawScenario', () => {
  test('draws nothing that has problems or is not run yet', () => {
    const wrong = scenarios.filter((scenario) => problems(scenario).length > 0);
    expect(wrong).toEqual([]);
  });

  test('draws scenarios of about 8 steps, with few waits', () => {
    const mean = (of: (scenario: Scenario) => number): number => scenarios.reduce((sum, scenario) => sum + of(scenario), 0) / COUNT;
    const steps = mean(({ steps }) => steps.length);
    expect(steps).toBeGreaterThan(5);
    expect(steps).toBeLessThan(10);
    expect(mean(({ steps }) => (steps.some((step) => 'wait' in step) ? 1 : 0))).toBeLessThan(0.05);
    expect(Math.max(...scenarios.map(({ steps }) => steps.length))).toBeLessThanOrEqual(60);
  });

  for (const { what, least, holds } of [...REACHES, ...FAULT_REACHES]) {
    test(`reaches ${what} at least ${least} times in ${COUNT}`, () => {
      const hits = scenarios.reduce((sum, scenario) => sum + (holds(scenario) ? 1 : 0), 0);
      expect(hits).toBeGreaterThanOrEqual(least);
    });
  }
});
