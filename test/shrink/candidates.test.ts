import { describe, expect, test } from 'vitest';
import { scenarioAt } from '../../fuzz/generate/seeds.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import { problems } from '../../fuzz/scenario/validate.ts';
import { candidates } from '../../fuzz/shrink/candidates.ts';
import { isSmaller, size } from '../../fuzz/shrink/size.ts';

const scenarios: Scenario[] = Array.from({ length: 150 }, (_, index) => scenarioAt(5, index));

describe('candidates', () => {
  test('are finite, without problems, and strictly smaller', () => {
    let count = 0;
    for (const scenario of scenarios) {
      for (const candidate of candidates(scenario)) {
        count++;
        if (problems(candidate.scenario).length > 0) expect.fail(`${JSON.stringify(candidate.scenario)} has problems`);
        if (!isSmaller(size(candidate.scenario), size(scenario)))
          expect.fail(`${candidate.pass} did not make it smaller: ${JSON.stringify(candidate.scenario)}`);
      }
    }
    expect(count).toBeGreaterThan(3000);
  });

  test('leave what they are made from as it was', () => {
    for (const scenario of scenarios) {
      const before = JSON.stringify(scenario);
      for (const _ of candidates(scenario)) if (JSON.stringify(scenario) !== before) expect.fail('changed its argument');
    }
  });

  test('are the same each time, from the cursor on too', () => {
    for (const scenario of scenarios.slice(0, 30)) {
      const all = [...candidates(scenario)];
      expect([...candidates(scenario)]).toEqual(all);
      const middle = all[all.length >> 1];
      if (middle !== undefined)
        expect([...candidates(middle.scenario, middle.next)]).toEqual([...candidates(middle.scenario, middle.next)]);
    }
  });

  test('are none for the plainest scenario', () => {
    expect([...candidates({ version: 1, launch: {}, actors: { main: {} }, steps: [] })]).toEqual([]);
  });

  test('lead to the plainest scenario, whatever is taken', () => {
    for (const scenario of scenarios.slice(0, 20)) {
      let best = scenario;
      let left = candidates(best);
      for (let taken = 0; ; taken++) {
        const all = [...left];
        const last = all.at(-1);
        if (last === undefined) break;
        expect(taken).toBeLessThan(5000);
        best = last.scenario;
        left = candidates(best);
      }
      expect(best).toEqual({ version: 1, launch: {}, actors: { main: {} }, steps: [] });
    }
  });
});
