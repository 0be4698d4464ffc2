import { expect, test } from 'vitest';
import { tierOf, tiers } from './tiers.ts';

test.each([
  ['test/judge/compare.test.ts', 'quick'],
  ['test/export/sh.test.ts', 'processes'],
  ['test/native/units.test.ts', 'processes'],
  // By a lab, by the library, and by the command.
  ['test/campaign/campaign.test.ts', 'executors'],
  ['test/index.test.ts', 'executors'],
  ['test/cli/run.test.ts', 'executors'],
])('%s is of the tier %s', (file, tier) => expect(tierOf(file)).toBe(tier));

test('each tier has files, and most are quick', () => {
  const all = [...tiers().values()];
  const count = (tier: string): number => all.filter((one) => one === tier).length;
  expect(Math.min(count('processes'), count('executors'))).toBeGreaterThan(10);
  expect(count('quick')).toBeGreaterThan(all.length / 2);
});
