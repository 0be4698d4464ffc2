/** The table of formats: which answer has which. */
import { expect, test } from 'vitest';
import { formatOfFile, formatsOf } from '../../fuzz/report/formats.ts';

test('a campaign has all, a bisection what makes sense of it', () => {
  expect(formatsOf('campaign')).toEqual(['console', 'ndjson', 'html', 'junit', 'sarif', 'github', 'markdown', 'badge']);
  expect(formatsOf('bisection')).toEqual(['console', 'ndjson', 'markdown']);
});

test.each([
  ['a/report.html', 'html'],
  ['junit.xml', 'junit'],
  ['x.SARIF', 'sarif'],
  ['x.sarif.json', 'sarif'],
  ['SUMMARY.md', 'markdown'],
  ['events.ndjson', 'ndjson'],
  ['badge.json', undefined],
  ['html', undefined],
])('%s is %s', (file, format) => expect(formatOfFile(file)).toBe(format));
