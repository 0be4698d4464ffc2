/** Against values from R: wilcox.test(a, b, exact = FALSE), and counts by hand. */
import { expect, test } from 'vitest';
import { rank } from '../measure/faulty/rank.ts';

const to = (count: number, from = 1): number[] => Array.from({ length: count }, (_, n) => from + n);

test('the same values are no difference', () => {
  expect(rank(to(10), to(10))).toEqual({ a12: 0.5, p: expect.closeTo(1, 2) });
  expect(rank([Infinity, Infinity], [Infinity, Infinity])).toEqual({ a12: 0.5, p: expect.closeTo(1, 2) });
});

test('all smaller is 1, and hardly chance', () => {
  const { a12, p } = rank(to(10), to(10, 11));
  expect(a12).toBe(1);
  // W = 0, n = m = 10: p-value 0.0001827.
  expect(p).toBeCloseTo(0.000183, 5);
});

test('what never came counts as the longest, and ties with its like', () => {
  const { a12 } = rank([1, Infinity], [2, Infinity]);
  expect(a12).toBe((1 + 1 + 0 + 0.5) / 4);
});
