/** Pages as text: what is on them, how large they are, that nothing of a stranger is markup. `html-browser.test.ts` opens them. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { html } from '../../../fuzz/report/formats/html.ts';
import { toLine } from '../../../fuzz/report/ndjson.ts';
import { nightSummary } from '../../../fuzz/report/night-summary.ts';
import { grouped } from '../../../fuzz/report/numbers.ts';
import { type Body, versioned } from '../../../fuzz/report/values.ts';
import { mistakesIn } from '../check-value.ts';
import { NIGHTS, nightFinding, nightsOf } from './nights.ts';
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

  test('of 50 findings of nights is below 300 kB with its charts', () => {
    const fifty = Array.from({ length: 50 }, (_, n) => nightFinding(n, 'new', 400));
    const page = html(nightSummary(nightsOf(400, fifty)));
    expect(Buffer.byteLength(page)).toBeLessThan(300_000);
    expect(page).toContain('uPlot=function');
    const drawn = page.match(/<article/g)?.length ?? 0;
    expect(drawn).toBeGreaterThan(15);
    expect(page).toContain(`<h2>${50 - drawn} more</h2>`);
  });

  test.each(EACH)('%s has no address outside, no script and no style that the policy does not name', (_, one) => {
    const page = html(one);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    const hash = (text = ''): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const styles = [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, text]) => hash(text));
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text]) => hash(text));
    const run = scripts.length === 0 ? '' : ` script-src ${scripts.join(' ')};`;
    expect(policy).toBe(`default-src 'none'; style-src ${styles.join(' ')};${run} base-uri 'none'; form-action 'none'`);
    const rest = page.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '').replace('<script type="application/json" id="trend-data">', '');
    expect(rest).not.toMatch(/(?:src|href)=["'](?!#)|@import|url\((?!#)|<script|<iframe| style=| on\w+=/);
    expect(page.match(/<script>/g)?.length ?? 0).toBe(one.nights === undefined ? 0 : 2);
  });

  test('of nights has what is new, the matrix, each state, the nights; the table has what the charts draw', () => {
    const page = html(summary('nights'));
    const sections = [...page.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id);
    expect(sections).toEqual(['new', 'matrix', 'states', 'trend', 'open', 'notes', 'run']);
    for (const said of ['new', 'back', 'still there', 'now and then', 'accepted', 'not seen tonight', 'fixed'])
      expect(page).toMatch(new RegExp(`<span class="day \\w+">. ${said}</span>`));
    const data = JSON.parse(/id="trend-data">([^<]*)</.exec(page)?.[1] ?? '') as { nights: number[]; measures: (number | null)[][][] };
    expect(data.nights).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    const last = NIGHTS.tonight[0];
    const [open, perSecond] = data.measures.map(([first]) => first?.at(-1));
    expect(page).toContain(
      `<tr><td>40</td><td>${last?.date}</td><td>my-init</td><td class="num">${grouped(last?.scenarios ?? 0).replaceAll(' ', ' ')}</td><td class="num">${open}</td><td class="num">${perSecond?.toFixed(1)}</td>`,
    );
  });

  test('of one night alone has the table, and no script', () => {
    const page = html(nightSummary(nightsOf(1, [])));
    expect(page).toMatch(/<details open><summary>The numbers/);
    expect(page).not.toContain('<script');
  });

  test('has nothing of a stranger that is markup, or that a reader acts upon', () => {
    const pages = [html(summaryOf(HOSTILE_CAMPAIGN)), html(summary('hostile nights')).replace(/<script>[\s\S]*?<\/script>/g, '')];
    for (const page of pages) expect(page).not.toMatch(/<\/failure>|alert\('|(?!\n)\p{Cc}|\p{Cf}|\p{Cs}/u);
    for (const page of pages) expect(page).toContain('&#60;script&#62;');
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
