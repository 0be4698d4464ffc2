import fc from 'fast-check';
import { expect, test } from 'vitest';
import { focusAxis } from '../../fuzz/report/html/axis.ts';

test('time goes from left to right, whatever the moments are', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1e9), { minLength: 1, maxLength: 60 }), (us) => {
      const times = us.map((one) => one / 1000);
      const { x } = focusAxis(times, 100, 900);
      const places = [...times].sort((a, b) => a - b).map(x);
      expect(places.every((place) => place >= 100 && place <= 900)).toBe(true);
      expect(places.every((place, n) => n === 0 || place >= (places[n - 1] ?? 0))).toBe(true);
    }),
  );
});

test('what is dense has more room than its share, and a long gap is told as quiet', () => {
  const { x, quiet } = focusAxis([0, 1, 2, 3, 1000], 0, 400);
  expect(x(3) - x(0)).toBeGreaterThan(200);
  expect(quiet.map(({ ms }) => ms)).toEqual([997]);
});
