import { expect, test } from 'vitest';
import { Lending } from '../../fuzz/execute/lending.ts';

const after = (runs: readonly (readonly [us: number, lentUs: number])[]): Lending => {
  const lending = new Lending(64);
  for (const [us, lentUs] of runs) lending.ran({ us, lentUs });
  return lending;
};
const many = (count: number, ...run: [number, number]): [number, number][] => Array.from({ length: count }, () => run);

test('one executor is enough, and gets all that there is, where no run gives its CPU away', () => {
  expect(after([]).executors).toBe(1);
  expect(after(many(100, 1500, 0)).executors).toBe(1);
  expect(after(many(100, 1500, 0)).inFlight).toBe(64);
});

test('so many as a run takes longer than it takes the CPU, up to a bound, each with little to do', () => {
  expect(after(many(300, 3000, 2000)).executors).toBe(3);
  const waits = after([...many(64, 1000, 0), [1_500_000, 1_498_000]]);
  expect(waits.executors).toBe(8);
  expect(waits.inFlight).toBeLessThan(4);
});

test('what was long ago does not count', () => {
  expect(after([...many(64, 1_500_000, 1_490_000), ...many(2000, 1500, 0)]).executors).toBe(1);
});
