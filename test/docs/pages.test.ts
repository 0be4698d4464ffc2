/** Pages that are written by hand have all that there is. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { EXIT } from '../../fuzz/campaign/exit-code.ts';
import { TAMPERED } from '../../fuzz/judge/fault.ts';
import { pageOf, VERDICT_WORDS } from '../../fuzz/report/explanation.ts';
import { ALL_PROPERTIES } from '../../properties/index.ts';

const verdicts = readFileSync('docs/verdicts.md', 'utf8');

test.each(VERDICT_WORDS)('the verdict %s has a part, which says what to do', (verdict) => {
  const part = verdicts.split(/^## /m).find((text) => text.startsWith(`${verdict}\n`));
  expect(part).toContain('**What to do:**');
});

test.each(Object.entries(EXIT))('the exit code of "%s", %d, has a row', (_, code) => expect(verdicts).toContain(`\n| ${code} | `));

describe('the page that a failure names is there', () => {
  test.each([...ALL_PROPERTIES.map(({ id }) => id), TAMPERED])('%s', (id) => expect(existsSync(pageOf(id) ?? '')).toBe(true));
});

test('each cause of a slow stop has a check and a fix', () => {
  const rows = readFileSync('docs/stop-takes-ten-seconds.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.includes('---'));
  expect(rows.length).toBeGreaterThan(5);
  for (const row of rows)
    expect(
      row.split(' | ').map((cell) => cell.trim().length > 2),
      row,
    ).toEqual([true, true, true]);
});
