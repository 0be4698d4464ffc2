import { expect, test } from 'vitest';
import { missed, mostTried, parseRate, triesFor } from '../../fuzz/campaign/trials.ts';

test('one try misses by the rule of succession', () => {
  expect(missed({ shown: 10, runs: 10 }, 1)).toBeCloseTo(1 / 12);
  expect(missed({ shown: 3, runs: 10 }, 1)).toBeCloseTo(8 / 12);
  expect(missed({ shown: 3, runs: 10 }, 0)).toBe(1);
});

/** The same by integration over all rates p, of which the observation makes p^k (1 - p)^(n - k) the weight. */
function integrated(shown: number, runs: number, tries: number): number {
  let [sum, weight] = [0, 0];
  for (let p = 0.00005; p < 1; p += 0.0001) {
    const w = p ** shown * (1 - p) ** (runs - shown);
    weight += w;
    sum += w * (1 - p) ** tries;
  }
  return sum / weight;
}

test.each([
  [10, 10, 4],
  [3, 10, 37],
  [1, 20, 50],
])('%i of %i, %i tries: as the integral over the rates', (shown, runs, tries) => {
  expect(missed({ shown, runs }, tries)).toBeCloseTo(integrated(shown, runs, tries), 5);
});

test('the tries are the fewest', () => {
  for (const rate of [
    { shown: 10, runs: 10 },
    { shown: 3, runs: 10 },
    { shown: 1, runs: 100 },
  ]) {
    const tries = triesFor(rate, 0.01);
    expect(missed(rate, tries)).toBeLessThan(0.01);
    expect(missed(rate, tries - 1)).toBeGreaterThanOrEqual(0.01);
  }
});

test('both ends, then halves', () => {
  expect([2, 3, 4, 16, 17, 18].map(mostTried)).toEqual([2, 3, 4, 6, 6, 7]);
});

test('a rate is k of n that has shown', () => {
  expect(parseRate('3/10')).toEqual({ shown: 3, runs: 10 });
  for (const text of ['0/10', '11/10', '3', '3/', 'a/b', '']) expect(parseRate(text)).toBeUndefined();
});
