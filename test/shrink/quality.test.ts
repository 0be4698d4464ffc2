/** How good and how cheap shrinking is: the minimum is reached from every start, in few calls. */
import { describe, expect, test } from 'vitest';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import { scenarioSchema } from '../../fuzz/scenario/schema.ts';
import { repair } from '../../fuzz/shrink/repair.ts';
import { SHRINK_DEFAULTS, shrink } from '../../fuzz/shrink/shrink.ts';
import { isSmaller, size } from '../../fuzz/shrink/size.ts';
import { FAILURES } from './failures.ts';
import { drawnStarts, plantedStarts } from './starts.ts';

/** Each deletion of one key or one entry anywhere in a JSON value. */
function* deletions(value: unknown): Iterable<unknown> {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    const rest = Array.isArray(value)
      ? value.filter((_, index) => String(index) !== key)
      : Object.fromEntries(Object.entries(value).filter(([k]) => k !== key));
    yield rest;
    const inner = (value as Record<string, unknown>)[key];
    for (const smaller of deletions(inner)) {
      yield Array.isArray(value) ? value.map((one, index) => (String(index) === key ? smaller : one)) : { ...value, [key]: smaller };
    }
  }
}

/** What could still be left out of a result, by deleting anything of its JSON: an independent check of what the passes promise. */
function leftOver(scenario: Scenario, fails: (scenario: Scenario) => boolean): Scenario[] {
  const found: Scenario[] = [];
  for (const deleted of deletions(scenario)) {
    const shaped = scenarioSchema.safeParse(JSON.parse(JSON.stringify(deleted)));
    if (!shaped.success || !repair(shaped.data)) continue;
    if (isSmaller(size(shaped.data), size(scenario)) && fails(shaped.data)) found.push(shaped.data);
  }
  return found;
}

const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

describe('shrink', () => {
  for (const { what, fails, minimum } of FAILURES) {
    test(`reaches the minimum of: ${what}`, async () => {
      const drawn = drawnStarts(fails, 25, 20_000);
      const starts = [...drawn, ...plantedStarts(25).filter(fails)].slice(0, 25);
      expect(starts.length).toBeGreaterThanOrEqual(15);
      const tries: number[] = [];
      for (const start of starts) {
        const result = await shrink(start, async (scenario) => fails(scenario), SHRINK_DEFAULTS);
        expect(fails(result.scenario)).toBe(true);
        expect(result.ended).toBe('minimal');
        expect(size(result.scenario).slice(0, 3)).toEqual(minimum);
        expect(leftOver(result.scenario, fails)).toEqual([]);
        tries.push(result.tries);
      }
      expect(median(tries)).toBeLessThan(60);
      expect(Math.max(...tries)).toBeLessThan(110);
    });
  }
});
