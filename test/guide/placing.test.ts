import { expect, test } from 'vitest';
import { placedAt } from '../../fuzz/generate/placing.ts';
import { scenarioAt } from '../../fuzz/generate/seeds.ts';
import { problems } from '../../fuzz/scenario/validate.ts';

const COUNT = 2000;
const drawn = (percent: number) => Array.from({ length: COUNT }, (_, index) => placedAt(3, index, percent));
const isPlaced = ({ steps }: ReturnType<typeof placedAt>): boolean => steps.some((step) => 'at' in step);

test('without a share they are the scenarios of the seed', () => {
  for (let index = 0; index < 50; index++) expect(placedAt(3, index, 0)).toEqual(scenarioAt(3, index));
});

test('the share is about that asked for, and the others are those of the seed', () => {
  const some = drawn(20);
  const placed = some.filter(isPlaced).length;
  expect(placed).toBeGreaterThan(COUNT * 0.12);
  expect(placed).toBeLessThan(COUNT * 0.25);
  some.forEach((scenario, index) => {
    if (!isPlaced(scenario)) expect(scenario).toEqual(scenarioAt(3, index));
  });
});

test('they have no problems, and are the same each time', () => {
  const all = drawn(100);
  expect(all.flatMap((scenario) => problems(scenario))).toEqual([]);
  expect(drawn(100)).toEqual(all);
});

test('ordered, each begins with who goes first after the fork', () => {
  const ordered = Array.from({ length: 200 }, (_, index) => placedAt(3, index, 100, true)).filter(isPlaced);
  expect(ordered.flatMap((scenario) => problems(scenario))).toEqual([]);
  const firsts = ordered.map(({ steps: [first] }) =>
    first !== undefined && 'at' in first && first.at.do === undefined ? first.at.call : '',
  );
  expect(new Set(firsts)).toEqual(new Set(['fork', 'any']));
});
