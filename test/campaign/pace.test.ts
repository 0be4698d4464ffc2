import { expect, test } from 'vitest';
import { Pace } from '../../fuzz/campaign/pace.ts';

function after(runs: number, us: number): number {
  const pace = new Pace();
  for (let n = 0; n < runs; n++) pace.ran(us);
  return pace.perExecutor;
}

test('short runs fill the pipe, long ones do not pile up', () => {
  expect([after(200, 500), after(200, 2_000_000)]).toEqual([64, 2]);
});

test('it begins with a few', () => expect(new Pace().perExecutor).toBe(4));
