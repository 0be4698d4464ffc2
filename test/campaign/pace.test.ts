import { expect, test } from 'vitest';
import { Pace } from '../../fuzz/campaign/pace.ts';

function after(runs: number, us: number): Pace {
  const pace = new Pace();
  for (let n = 0; n < runs; n++) pace.ran(us);
  return pace;
}

test('short runs fill the pipe, long ones do not pile up', () => {
  expect([after(200, 500), after(200, 100_000), after(4, 3_000_000)].map(({ perExecutor }) => perExecutor)).toEqual([64, 2, 1]);
  expect([after(200, 100_000), after(4, 3_000_000)].map((pace) => pace.inFlight(16, 2))).toEqual([32, 16]);
});

test('it begins with a few', () => expect(new Pace().perExecutor).toBe(4));
