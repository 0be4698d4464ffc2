/** Pages as text: what is on them, how large they are, that nothing of a stranger is markup. `html-browser.test.ts` opens them. */
import { describe, expect, test } from 'vitest';
import { html } from '../../../fuzz/report/formats/html.ts';
import { toLine } from '../../../fuzz/report/ndjson.ts';
import { type Body, versioned } from '../../../fuzz/report/values.ts';
import { mistakesIn } from '../check-value.ts';
import { EACH, HOSTILE_CAMPAIGN, summary, summaryOf } from './summaries.ts';
import { findings } from './timelines.ts';

describe('a page', () => {
  test('of 50 findings is below 300 kB, and draws each', () => {
    const page = html(summaryOf(findings(50)));
    expect(Buffer.byteLength(page)).toBeLessThan(300_000);
    expect(page.match(/<article/g)?.length).toBe(50);
  });

  test('of many more is so too: what has no room has a line', () => {
    const page = html(summaryOf(findings(200)));
    expect(Buffer.byteLength(page)).toBeLessThan(400_000);
    const drawn = page.match(/<article/g)?.length ?? 0;
    expect(page).toContain(`<h2>${200 - drawn} more</h2>`);
  });

  test('is drawn from NDJSON alone, and the values are ones by the schema', () => {
    const values = findings(3).map((body) => JSON.parse(toLine(versioned(body))) as Body);
    expect(values.flatMap(mistakesIn)).toEqual([]);
    expect(html(summaryOf(values))).toBe(html(summaryOf(findings(3))));
  });

  test.each(EACH)('%s has no address outside, no script and no style that the policy does not name', (_, one) => {
    const page = html(one);
    expect(page).not.toMatch(/(?:src|href)=["'](?!#)|@import|url\((?!#)|<script|<iframe| style=| on\w+=/);
    expect(page).toMatch(/content="default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'"/);
  });

  test('has nothing of a stranger that is markup, or that a reader acts upon', () => {
    const page = html(summaryOf(HOSTILE_CAMPAIGN));
    expect(page).not.toMatch(/<\/failure>|alert\('|(?!\n)\p{Cc}|\p{Cf}|\p{Cs}/u);
    expect(page).toContain('&#60;script&#62;');
  });

  test('says what is new first, then the matrix, what is known, what is open, how it was run', () => {
    const page = html(summary('campaign'));
    expect([...page.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id)).toEqual(['new', 'matrix', 'known', 'open', 'notes', 'run']);
    for (const said of [
      'the init exited with 1, but should exit with 129',
      'npx initproof replay 686ca06b',
      '{exit: {actor: main, code: 129}}',
    ])
      expect(page).toContain(said);
  });
});
