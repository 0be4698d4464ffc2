import { expect, test } from 'vitest';
import { clock, grouped, percent, plural, time } from '../../fuzz/report/numbers.ts';

test('thousands are set apart', () => {
  expect([0, 999, 1000, 1234567].map(grouped)).toEqual(['0', '999', '1 000', '1 234 567']);
});

test('times', () => {
  expect([0, 48_600, 131_000, 11_520_000].map(time)).toEqual(['0.0 s', '48.6 s', '2 m 11 s', '3 h 12 m']);
  expect([28_000, 62_000, 3_723_000].map(clock)).toEqual(['0:28', '1:02', '1:02:03']);
});

test('one and many', () => {
  expect([plural(1, 'case'), plural(0, 'case'), plural(2, 'try', 'tries')]).toEqual(['1 case', '0 cases', '2 tries']);
});

test('what is there is no 0 %', () => {
  expect([percent(0, 0), percent(0, 9), percent(1, 10_000), percent(3, 1162), percent(551, 13_283), percent(9, 9)]).toEqual([
    '0 %',
    '0 %',
    '0.1 %',
    '0.3 %',
    '4 %',
    '100 %',
  ]);
});
