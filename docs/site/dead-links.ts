/** Links of a built site that lead nowhere. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** One line for each: page, link, why. What leads out of the site is looked at by its form alone: nothing is fetched. */
export function deadLinks(site: string): string[] {
  const names = readdirSync(site, { recursive: true, encoding: 'utf8' });
  const pages = new Map(names.filter((name) => name.endsWith('.html')).map((name) => [name, readFileSync(join(site, name), 'utf8')]));
  return [...pages].flatMap(([page, html]) =>
    [...html.matchAll(/ (?:href|src)="([^"]*)"/g)].flatMap(([, link = '']) => {
      const why = whyDead(page, link.replaceAll('&amp;', '&'), names, pages);
      return why === undefined ? [] : [`${page}: ${link} ${why}`];
    }),
  );
}

function whyDead(page: string, link: string, names: readonly string[], pages: ReadonlyMap<string, string>): string | undefined {
  if (/^[a-z]+:/.test(link)) return /^https:\/\/[a-z0-9.-]+\.[a-z]+(\/\S*)?$/.test(link) ? undefined : 'is no address of the web';
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : posix.join(posix.dirname(page), decodeURI(path));
  if (!names.includes(target)) return 'leads to no file';
  if (anchor === undefined || !target.endsWith('.html')) return undefined;
  return pages.get(target)?.includes(` id="${anchor}"`) === true ? undefined : 'has no such heading';
}
