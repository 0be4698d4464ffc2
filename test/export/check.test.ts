import { expect, test } from 'vitest';
import { leaves, nameOf } from '../../fuzz/export/check.ts';
import { PLAIN } from '../../fuzz/judge/plain-contract.ts';
import { predict } from '../../fuzz/judge/model/predict.ts';
import { ORPHAN, program } from './samples.ts';

test('copies are told apart by their number', () => {
  expect([0, 1, 2, 4].map((slot) => nameOf(program(ORPHAN), slot))).toEqual(['main', 'shell', 'orphan 1', 'orphan 3']);
});

test('where the init has to leave', () => {
  const points = (text: string) => predict(program(text), PLAIN).checkpoints;
  expect(leaves(points(ORPHAN))).toBeUndefined();
  expect(leaves(points('steps: [{freeze: init}, {thaw: init}, {exit: {actor: main, code: 0}}]'))?.op).toBe(2);
});
