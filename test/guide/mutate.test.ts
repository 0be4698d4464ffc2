import { expect, test } from 'vitest';
import { caseRandom, scenarioAt } from '../../fuzz/generate/seeds.ts';
import { mutate } from '../../fuzz/guide/mutate.ts';
import { problems } from '../../fuzz/scenario/validate.ts';

const COUNT = 2000;
const changes = Array.from({ length: COUNT }, (_, index) => {
  const from = scenarioAt(7, index);
  return { from: JSON.stringify(from), to: mutate(caseRandom(8, index), from, () => scenarioAt(9, index)), after: JSON.stringify(from) };
});

test('a change has no problems, and leaves what it was made of as it was', () => {
  for (const { from, to, after } of changes) expect([problems(to), after]).toEqual([[], from]);
});

test('all differ from what they were made of, and hardly any grow without end', () => {
  expect(changes.filter(({ from, to }) => JSON.stringify(to) === from)).toEqual([]);
  const steps = (text: string): number => (JSON.parse(text) as { steps: unknown[] }).steps.length;
  const grown = changes.filter(({ from, to }) => to.steps.length > 2 * steps(from) + 30);
  expect(grown.length).toBeLessThan(COUNT * 0.05);
});

test('the same draws give the same change', () => {
  const again = (): string => JSON.stringify(mutate(caseRandom(8, 3), scenarioAt(7, 3), () => scenarioAt(9, 3)));
  expect(again()).toBe(again());
});
