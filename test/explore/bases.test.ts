import { expect, test } from 'vitest';
import { BASES } from '../../fuzz/explore/bases.ts';
import { happeningsFor } from '../../fuzz/explore/happenings.ts';
import { problems } from '../../fuzz/scenario/validate.ts';

test('every base is a scenario without problems, with a name of its own', () => {
  for (const { name, scenario } of BASES) expect([name, problems(scenario)]).toEqual([name, []]);
  expect(new Set(BASES.map(({ name }) => name)).size).toBe(BASES.length);
});

test('all signals but the two that end or freeze PID 1 from outside happen, and orphans end where there are some', () => {
  const names = (base: string) => happeningsFor((BASES.find(({ name }) => name === base) ?? BASES[0])!.scenario).map(({ name }) => name);
  const signals = names('exit').filter((name) => name.startsWith('SIG'));
  expect(signals.filter((name) => name.endsWith('inside'))).toHaveLength(64);
  expect(signals).toHaveLength(62 + 64);
  expect(names('exit')).not.toContain('orphan-ends');
  expect(names('orphan')).toContain('orphan-then-main');
});
