/** The site builds, no link of it is dead, and each page is in its navigation or linked. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildSite } from '../../docs/site/build.ts';
import { deadLinks } from '../../docs/site/dead-links.ts';
import { NAV } from '../../docs/site/nav.ts';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';
import { temporary } from '../fixtures/temporary.ts';

const site = join(temporary(), 'site');
beforeAll(() => buildSite(PACKAGE_ROOT, site));

const pages = (): string[] => readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));

test('it has a page for each that its navigation names', () => {
  expect(pages().length).toBeGreaterThan(30);
  expect(NAV.flatMap(({ pages: named }) => named).length).toBeGreaterThan(15);
});

test('no link is dead', () => expect(deadLinks(site)).toEqual([]));

test('every page can be reached from the first', () => {
  const seen = new Set(['index.html']);
  for (const page of seen)
    for (const [, link = ''] of readFileSync(join(site, page), 'utf8').matchAll(/href="([^":#]+)/g)) {
      const target = new URL(link, `file:///${page}`).pathname.slice(1);
      if (target.endsWith('.html')) seen.add(decodeURI(target));
    }
  expect(pages().filter((page) => !seen.has(page))).toEqual([]);
});

test('nothing is fetched but what is its own', () => {
  for (const page of pages()) expect(readFileSync(join(site, page), 'utf8'), page).not.toMatch(/<script|src="https?:|@import/);
});

describe('dead links', () => {
  test.each([
    ['<a href="no.html">', 'leads to no file'],
    ['<a href="#nowhere">', 'has no such heading'],
    ['<a href="http://example.org">', 'is no address of the web'],
  ])('are found: %s', (html, why) => {
    const folder = temporary();
    writeFileSync(join(folder, 'index.html'), html);
    expect(deadLinks(folder)).toEqual([expect.stringContaining(why)]);
  });
});
