/** Reports of nights, from a value: pure. What strangers wrote in it is no markup and no command to a terminal. */
import { expect, test } from 'vitest';
import { readCase } from '../../fuzz/cases/case-file.ts';
import { STATES } from '../../fuzz/nightly/finding.ts';
import { trends } from '../../fuzz/nightly/trend.ts';
import type { FindingValue, NightsValue } from '../../fuzz/nightly/value.ts';
import { nightLines } from '../../fuzz/report/night-lines.ts';
import { issueText, nightMarkdown } from '../../fuzz/report/night-markdown.ts';
import { nightsValue, noticeText } from '../../fuzz/report/night-value.ts';
import { DIGEST, findingOf, lineOf } from '../nightly/samples.ts';

const stored = {
  id: '0123abcd',
  path: 'state/found/init/exit-code/0123abcd.yaml',
  case: readCase('version: 1\nproperty: exit-code\nsteps:\n  - {exit: {actor: main, code: 200}}\n', 'test'),
};
const about = { property: 'exit-code', signature: 'exit-code/wrong-status:exit', case: 'found/init/exit-code/0123abcd.yaml' };
const finding: FindingValue = { ...findingOf(2, { ...about, said: 'the init exited with 72, but should exit with 200' }), stored };
const line = lineOf(2, { from: 100, to: 200, scenarios: 100, inconclusive: 3, verdicts: {} });
const before = { ...line, night: 1, scenarios: 1000, ms: 1000 };
const nights = (findings: FindingValue[], tonight = [line]): NightsValue => ({
  folder: 'state',
  night: 2,
  findings,
  tonight,
  history: [before, ...tonight],
  warnings: [],
});
const paint = (_: unknown, text: string): string => text;

test('the console has what is new first, with its story; each state has a word', () => {
  const all = nights(STATES.toReversed().map((state) => ({ ...finding, state })));
  const lines = nightLines(all, paint, 98);
  expect(lines[0]).toBe('night 2, 2026-11-30, seed 7: 1 new, 1 back, 1 still there, 1 now and then, 1 accepted, 1 not seen');
  expect(lines[1]).toBe('tonight, 1 fixed');
  expect(lines.find((text) => text.includes('exit-code/'))).toMatch(/^✕ /);
  expect(lines.join('\n')).toContain('main exits 200');
  expect(Math.max(...lines.map((text) => text.length))).toBeLessThanOrEqual(98);
});

test('a slow night, an unsure one and a void one are said', () => {
  const [trend] = trends([before, line], [{ ...line, void: 'it could not be run' }]);
  expect(trend?.warnings).toEqual([
    'nothing is called fixed: it could not be run',
    '3.0 % could not be judged',
    '100 scenarios a second, and 1000 the night before',
  ]);
  expect(trends([line], [{ ...line, inconclusive: 1 }])[0]?.warnings).toEqual([]);
});

test('Markdown has a table of all, and a part for each that is new', () => {
  const text = nightMarkdown(nights([{ ...finding, state: 'fixed', id: 'ffffffff' }, finding])).join('\n');
  expect(text).toContain('| **new** |');
  expect(text).toContain('| fixed |');
  expect(text.match(/^## /gm)).toHaveLength(1);
});

test('an issue has a title, the case and how to replay it, and fits', () => {
  const [title, empty, ...rest] = issueText(finding, nights([finding]), '#include <stdio.h>\n');
  expect([title, empty]).toEqual([`./init: ${finding.said}`, '']);
  const text = rest.join('\n');
  for (const part of ['npx initproof replay 0123abcd.yaml', 'property: exit-code', '<details>', '#include <stdio.h>', DIGEST])
    expect(text).toContain(part);
  const long = issueText(finding, nights([finding]), 'x'.repeat(100_000)).join('\n');
  expect(long.length).toBeLessThan(65_536);
  expect(long).not.toContain('<details>');
});

test('what strangers wrote is no markup, no mention and no escape sequence', () => {
  const odd = { ...finding, target: '\x1b[2J<script>@all', said: '</details> [x](https://a.example) ```', signature: 'exit-code/`x`|y' };
  const all = nights([odd], [{ ...line, target: odd.target, void: '<img>' }]);
  for (const text of [nightMarkdown(all).join('\n'), issueText(odd, all, '```\n</details>\n````').slice(1).join('\n')]) {
    for (const part of ['\x1b', '<script>', '<img>', '@all', '](https']) expect(text).not.toContain(part);
  }
  expect(issueText(odd, all, 'a\n```\n````\nb').join('\n')).toContain('`````c\na\n```\n````\nb\n`````');
});

test('JSON has every finding with its scenario; a message has what is new', () => {
  const all = nights([finding, { ...finding, state: 'still' }]);
  expect(nightsValue(all)).toMatchObject({
    type: 'nights',
    night: 2,
    findings: [{ state: 'new', scenario: { steps: [{}] } }, { state: 'still' }],
  });
  const text = noticeText(nights(Array.from({ length: 14 }, () => finding)));
  expect(text.split('\n')[0]).toBe('initproof 2026-11-30: 14 new');
  expect(text).toContain('and 4 more');
  expect(text.length).toBeLessThan(4000);
});
