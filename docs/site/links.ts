/** Where the links of a page lead, in the repository and on the site. */
import { posix } from 'node:path';

/** Whether a link leads out of the repository. */
export const isOutside = (to: string): boolean => /^[a-z]+:/.test(to);

/** The path in the repository that a link of the page `from` means, without its anchor. */
export const targetOf = (from: string, to: string): string => posix.join(posix.dirname(from), decodeURI(to.split('#')[0] ?? ''));

/** Where a file of the repository is on the site: `docs/` is its root, and what is linked from elsewhere is below `repo/`. */
export function siteOf(path: string): string {
  const placed = path.startsWith('docs/') ? path.slice('docs/'.length) : `repo/${path}`;
  return placed.replace(/(^|\/)README\.md$/, '$1index.html').replace(/\.md$/, '.html');
}

/** A link of the page `from` as its page on the site has it. */
export function siteLink(from: string, to: string): string {
  if (isOutside(to) || to.startsWith('#')) return to;
  const anchor = to.includes('#') ? `#${to.split('#')[1] ?? ''}` : '';
  return `${posix.relative(posix.dirname(siteOf(from)), siteOf(targetOf(from, to)))}${anchor}`;
}
