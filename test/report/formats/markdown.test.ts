import { expect, test } from 'vitest';
import { bisectionMarkdown, comparisonMarkdown, markdown } from '../../../fuzz/report/formats/markdown.ts';
import { fenced } from '../../../fuzz/report/markdown.ts';
import { summary, summaryOf } from './summaries.ts';

test('the headline, the matrix with its legend, each new finding with its case, what is known', () => {
  const text = markdown(summary('campaign'));
  expect(text.split('\n').slice(0, 7)).toEqual([
    '### initproof: 1 new failure, 1 known, 3 inconclusive, 1 held in 2 000 scenarios',
    '',
    '|  | my-init |',
    '| --- | --- |',
    '| exit-code | ✕ |',
    '| forwards | · |',
    '| stays-idle | ~ |',
  ]);
  expect(text).toMatch(/```sh\nnpx initproof replay 686ca06b\n```/);
  expect(text).toMatch(/```yaml\n# what it shows\nversion: 1\n/);
  expect(text).toMatch(/<summary>1 known failure<\/summary>/);
  expect(text).toContain('✕ new failure · ~ did not show again');
});

test('a text of a stranger is neither markup nor the end of a block', () => {
  const text = markdown(summary('hostile'));
  const outside = text.replaceAll(/^(`{3,})\w*\n[\s\S]*?^\1$/gm, '');
  expect(outside).not.toMatch(/<script|\p{Cf}|(?!\n)\p{Cc}/u);
  expect(outside).toContain('&#60;script');
});

test('a fence is longer than any run of ticks in it', () => {
  expect(fenced('text', ['a ```` b'])).toEqual(['`````text', 'a ```` b', '`````']);
  expect(fenced('c', ['a', '```', '````', 'b'])).toEqual(['`````c', 'a', '```', '````', 'b', '`````']);
  expect(fenced('sh', ['x'])).toEqual(['```sh', 'x', '```']);
});

test('of a comparison the matrix with counts', () => {
  const cell = {
    holds: 0,
    violated: 3,
    inconclusive: 0,
    'not-applicable': 0,
    expected: 0,
    tampered: 0,
    flaky: 0,
    property: 'exit-code',
    first: 0,
  };
  const text = comparisonMarkdown(
    summaryOf([{ type: 'row', seed: 1, target: 'tini', scenarios: 5, harnessErrors: 0, properties: [cell] }]),
  );
  expect(text).toMatch(/\| exit-code \| ✕ 3 \|/);
});

test('of a bisection the answer, and each build in its order', () => {
  const build = (index: number, outcome: 'shows' | 'clean') => ({
    type: 'build' as const,
    build: `b${index}`,
    index,
    runs: 5,
    shown: outcome === 'shows' ? 1 : 0,
    outcome,
  });
  const between = { before: { name: 'b0', binary: '/b0' }, after: { name: 'b1', binary: '/b1' }, between: [] };
  const rest = { confidence: 0.999, tries: 5, rate: { shown: 1, runs: 1 }, bound: 10, runs: 10 };
  const text = bisectionMarkdown(
    summaryOf([
      build(1, 'shows'),
      build(0, 'clean'),
      { type: 'bisection', case: 'x.yaml', id: '7f3a91c2', kind: 'found', ...between, ...rest },
    ]),
  );
  expect(text).toMatch(/^### initproof bisect: case 7f3a91c2\n\nb1 differs from b0, with a confidence of 99 % or more\./);
  expect(text).toMatch(/\| b0 \| 0 of 5 \|\n\| b1 \| 1 of 5 \|/);
});
