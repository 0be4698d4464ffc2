/**
 * Pages in a real browser, Chromium without a window: they open from a file without an error or a request, axe-core finds nothing, they fit
 * a phone, and they work with JavaScript off and on paper.
 */
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { html } from '../../../fuzz/report/formats/html.ts';
import { temporary } from '../../fixtures/temporary.ts';
import { EACH, summary, summaryOf } from './summaries.ts';
import { findings } from './timelines.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let folder: string;

beforeAll(async () => {
  // Without one nothing of this is tested: that is no pass.
  if (!existsSync(CHROMIUM)) throw new Error(`Expected Chromium at ${CHROMIUM}: apt-get install chromium (as root), or CHROMIUM=/path`);
  folder = temporary();
  // Root has no sandbox; where it is missing the page is ours all the same.
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
}, 120_000);
afterAll(() => browser?.close());

/** Opens a page, and gathers all that it should not do. */
async function open(name: string, text: string, options: BrowserContextOptions): Promise<{ page: Page; wrong: string[] }> {
  const file = join(folder, `${name}.html`);
  await writeFile(file, text);
  const address = pathToFileURL(file).href;
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on('console', (message) => wrong.push(message.text()));
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('request', (request) => request.url() !== address && wrong.push(`asks for ${request.url()}`));
  await page.goto(address);
  return { page, wrong };
}

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 844 };
const PAGES: [string, string][] = [
  ...EACH.map(([name, one]): [string, string] => [name, html(one)]),
  ['findings', html(summaryOf(findings(8)))],
];

describe.each(PAGES)('%s', (name, text) => {
  test.each([
    ['wide and light', { viewport: WIDE, colorScheme: 'light' }],
    ['narrow and dark', { viewport: NARROW, colorScheme: 'dark' }],
  ] as [string, BrowserContextOptions][])(
    '%s: opens without an error or a request, axe finds nothing, nothing is wider than the screen',
    async (_, options) => {
      const { page, wrong } = await open(name, text, options);
      await page.evaluate(AXE);
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
        return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
      });
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect({ wrong, violations, width }).toEqual({ wrong: [], violations: [], width: options.viewport?.width });
      await page.context().close();
    },
  );
});

test('with JavaScript off all of it is there: a story opens by a click', async () => {
  const { page, wrong } = await open('off', html(summaryOf(findings(3))), { viewport: WIDE, javaScriptEnabled: false });
  const story = page.locator('article').nth(1).locator('details').first();
  expect(await story.locator('table').isVisible()).toBe(false);
  await story.locator('summary').click();
  expect(await story.locator('table').isVisible()).toBe(true);
  expect([await page.locator('article svg').count(), wrong]).toEqual([3, []]);
  await page.context().close();
});

test('a picture has each lane and each mark inside of it, and no two names on each other', async () => {
  const { page } = await open('picture', html(summaryOf(findings(1))), { viewport: WIDE });
  const outside = await page.evaluate(`(() => {
    const picture = document.querySelector('article svg');
    const { width, height } = picture.viewBox.baseVal;
    const marks = [...picture.querySelectorAll('rect, path, circle, text')].map((mark) => mark.getBBox());
    return marks.filter((box) => box.x < 0 || box.y < 0 || box.x + box.width > width + 1 || box.y + box.height > height).length;
  })()`);
  const names = await page.locator('article svg text.n').allTextContents();
  expect(outside).toBe(0);
  expect(names).toEqual(['harness', 'init 1', 'main 2', 'spawner 3', 'worker 4', expect.stringMatching(/^a-worker.*… 5$/), 'entered 6']);
  await page.context().close();
});

test('on paper what is folded is shown', async () => {
  const { page } = await open('paper', html(summaryOf(findings(2))), { viewport: WIDE });
  const folded = page.locator('article').nth(1).locator('details pre').last();
  const height = async (): Promise<number> => (await folded.boundingBox())?.height ?? 0;
  expect(await height()).toBe(0);
  await page.emulateMedia({ media: 'print' });
  expect(await height()).toBeGreaterThan(50);
  expect((await page.pdf()).length).toBeGreaterThan(10_000);
  await page.context().close();
});

test('charts of nights are drawn, each with a line that is not the ground, dark or light; without a script the table has the numbers', async () => {
  for (const colorScheme of ['dark', 'light'] as const) {
    const { page, wrong } = await open('nights', html(summary('nights')), { viewport: WIDE, colorScheme });
    const inked = await page.evaluate(`[...document.querySelectorAll('.charts canvas')].map((canvas) =>
      canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.filter((value, n) => n % 4 === 3 && value > 0).length)`);
    expect(inked).toHaveLength(3);
    for (const ink of inked as number[]) expect(ink).toBeGreaterThan(1000);
    expect(await page.locator('.u-legend').first().innerText()).toContain('40, 2026-09-10');
    // A page that is open while the evening comes.
    await page.emulateMedia({ colorScheme: colorScheme === 'dark' ? 'light' : 'dark' });
    expect(await page.locator('.charts canvas').count()).toBe(3);
    await page.setViewportSize(NARROW);
    await page.waitForFunction(`document.querySelector('.charts canvas').getBoundingClientRect().width < ${NARROW.width}`);
    expect([await page.evaluate('document.documentElement.scrollWidth'), wrong]).toEqual([NARROW.width, []]);
    await page.context().close();
  }
  const { page, wrong } = await open('nights-off', html(summary('nights')), { viewport: WIDE, javaScriptEnabled: false });
  expect(await page.locator('.charts').isVisible()).toBe(false);
  await page.locator('#trend summary').click();
  expect(await page.locator('#trend tbody tr').count()).toBe(80);
  expect(wrong).toEqual([]);
  await page.context().close();
});
