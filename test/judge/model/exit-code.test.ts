import { expect, test } from 'vitest';
import { exitCodeOf } from '../../../fuzz/judge/model/exit-code.ts';
import { PLAIN } from '../../../fuzz/judge/plain-contract.ts';

test('the code, or 128 plus the signal; or what the contract makes of it', () => {
  expect([0, 255, -9, -64].map((how) => exitCodeOf(how, PLAIN))).toEqual([0, 255, 137, 192]);
  expect([143, -15, 7].map((how) => exitCodeOf(how, { ...PLAIN, exitCodes: { 143: 0 } }))).toEqual([0, 0, 7]);
});

test.each([
  [{ failure: 1 }, [0, 1, 1, 1]],
  [{ failure: 1, death: '256 - n', 143: 0 }, [0, 1, 0, 247]],
  [{ death: 0 }, [0, 3, 0, 0]],
] as const)('by rule, the closest first: %j', (exitCodes, codes) => {
  expect([0, 3, -15, -9].map((how) => exitCodeOf(how, { ...PLAIN, exitCodes }))).toEqual(codes);
});
