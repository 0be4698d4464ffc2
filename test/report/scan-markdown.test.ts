import { expect, test } from 'vitest';
import { scanMarkdown } from '../../fuzz/report/scan-markdown.ts';
import { ALL, ONE } from './scans.ts';

test('a table of inits and one of findings', () => {
  const text = scanMarkdown(ONE).join('\n');
  expect(text).toContain(
    '| file | PID 1 | verdict | what |\n| --- | --- | --- | --- |\n| /usr/bin/tini | yes | known package | tini 0.19.0 |',
  );
  expect(text).toContain('known to this tool as of 2026-11-24');
});

test('nothing of a stranger is markup', () => {
  const text = scanMarkdown(ALL).join('\n');
  expect(text).not.toContain('<b>');
  expect(text).toContain('/opt/a&#124;b&#92;x1b');
  // A row of four cells has five bars.
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  expect(rows.filter((line) => line.split('|').length !== 6)).toEqual([]);
  expect(text).toContain('**not scanned**: bad.tar');
});
