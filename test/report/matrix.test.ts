import { expect, test } from 'vitest';
import type { Cell, Row } from '../../fuzz/campaign/compare.ts';
import { matrixLines, matrixMarkdown } from '../../fuzz/report/matrix.ts';
import { plain } from './plain.ts';

const cell = (property: string, more: Partial<Cell> = {}): Cell => ({
  property,
  holds: 0,
  violated: 0,
  inconclusive: 0,
  'not-applicable': 0,
  expected: 0,
  tampered: 0,
  flaky: 0,
  ...more,
});

const ROWS: Row[] = [
  {
    target: 'a',
    scenarios: 2000,
    harnessErrors: 0,
    properties: [cell('p', { holds: 9 }), cell('q', { violated: 1200, first: 3 }), cell('r')],
  },
  {
    target: 'b|c',
    scenarios: 2000,
    harnessErrors: 2,
    properties: [cell('p', { flaky: 2 }), cell('q', { expected: 1, holds: 3 }), cell('r', { inconclusive: 4 })],
  },
];

test('a row a property, a column a target', () => {
  const lines = matrixLines(ROWS, plain);
  expect(lines.slice(0, 6)).toEqual([
    '                   a        b|c',
    '  p                ✓        ~ 2',
    '  q                ✕ 1 200  doc',
    '  r                –        ?',
    '  scenarios        2 000    2 000',
    '  internal errors  0        2',
  ]);
  expect(lines.at(-1)).toBe('  a q: first by scenario 3');
});

test('of cases the first is told by its name', () => {
  expect(matrixLines(ROWS, plain, ['0', '1', '2', 'corpus/x.yaml']).at(-1)).toBe('  a q: first by corpus/x.yaml');
});

test('as Markdown', () => {
  expect(matrixMarkdown(ROWS).slice(0, 3)).toEqual(['|  | a | b&#124;c |', '| --- | --- | --- |', '| p | ✓ | ~ 2 |']);
});
