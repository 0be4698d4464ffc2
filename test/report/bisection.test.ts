import { expect, test } from 'vitest';
import type { Bisection } from '../../fuzz/campaign/bisect.ts';
import { bisectionLines, triedLine } from '../../fuzz/report/bisection.ts';
import { plain } from './plain.ts';

const FOUND: Bisection = {
  kind: 'found',
  tried: [],
  runs: 27,
  before: { name: 'init-0.9', binary: '/init-0.9' },
  after: { name: 'init-0.10', binary: '/init-0.10' },
  between: [],
  confidence: 0.99999,
  tries: 4,
  rate: { shown: 10, runs: 10 },
  bound: 24,
};

test('the pair, how sure it is, and what it took', () => {
  expect(bisectionLines(FOUND, 'bad', plain)).toEqual([
    '  last without  init-0.9',
    '  first with    init-0.10',
    '  confidence    99.99 % or more, for a fault that shows in 10 of 10 runs',
    '  runs          27, at most 24: 4 for a build that does not show it',
  ]);
  expect(bisectionLines(FOUND, 'good', plain).slice(0, 2)).toEqual(['  last with     init-0.9', '  first without init-0.10']);
});

test('where the edge may lie at builds that could not be judged they are named', () => {
  expect(bisectionLines({ ...FOUND, between: ['a', 'b'] }, 'bad', plain)[2]).toBe('  or one of     a, b, which could not be judged');
});

test('no edge says why', () => {
  expect(bisectionLines({ kind: 'no-edge', why: 'so', tried: [], runs: 1 }, 'bad', plain)).toEqual(['  no answer  so']);
});

test('a line for each build', () => {
  const tried = { build: 'a', index: 2, runs: 4, shown: 1 };
  expect(triedLine({ ...tried, outcome: 'shows' }, 16, plain)).toBe('   3 of 16  a  ✕ shows it, 1 of 4 runs');
  expect(triedLine({ ...tried, outcome: 'clean' }, 16, plain)).toBe('   3 of 16  a  ✓ without it in 4 runs');
  expect(triedLine({ ...tried, outcome: 'unjudged', why: 'so' }, 16, plain)).toBe('   3 of 16  a  ? left out: so');
});
