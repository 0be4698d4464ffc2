import { expect, test } from 'vitest';
import { scanLines } from '../../fuzz/report/scan-lines.ts';
import { plain } from './plain.ts';
import { ALL, NOTHING, ONE } from './scans.ts';

test('an image with nothing wrong', () => {
  expect(scanLines(ONE, plain).slice(0, 4)).toEqual([
    '  right.tar  app:1.2  docker-save, 1 layer, 3 files',
    '    runs   tini app, as app',
    '    PID 1  ✓ /usr/bin/tini  known package: tini 0.19.0',
    '    – note  known-behaviour',
  ]);
});

test('what is not known is not vouched for', () => {
  const [scanned] = ONE.scanned;
  const quiet = scanned === undefined ? [] : [{ ...scanned, findings: [] }];
  expect(scanLines({ ...ONE, scanned: quiet }, plain).at(-1)).toBe('    advisories and defects: none known to this tool as of 2026-11-24');
});

test('names of strangers write nothing on the terminal, lines stay within 100 columns', () => {
  const lines = scanLines(ALL, plain);
  expect(lines.join('\n')).toContain('/opt/a|b\\x1b');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
  expect(lines.join('\n')).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
  expect(lines.filter((line) => line.length > 100)).toEqual([]);
});

test('the worst comes first, with what to do', () => {
  const lines = scanLines(ALL, plain);
  const levels = lines.flatMap((line) => /^ {4}[✕!–] (error|warning|note) /.exec(line)?.[1] ?? []);
  expect(levels.indexOf('warning')).toBeGreaterThan(levels.indexOf('error'));
  expect(lines).toContain('      → see it by: initproof replay reported/dumb-init-210');
});

test('nothing', () => {
  expect(scanLines(NOTHING, plain)).toEqual([]);
});
