/** What stands around a page: head, navigation, style. No script, no request but for the page and its pictures. */
import { posix } from 'node:path';
import { NAV, type Section } from './nav.ts';
import { siteOf } from './links.ts';
import { STYLE } from './style.ts';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The page of the file `repo`, which is at `place` on the site. */
export function pageOf(repo: string, place: string, body: string): string {
  const title = /<h1[^>]*>([\s\S]*?)<\/h1>/.exec(body)?.[1]?.replaceAll(/<[^>]*>/g, '') ?? 'initproof';
  const nav = NAV.map((section) => sectionOf(section, repo, place)).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === 'initproof' ? title : `${title} · initproof`}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:">
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header><a href="${linkTo('docs/README.md', place)}">initproof</a> <span>fuzzing for container inits</span></header>
<div class="columns">
<nav aria-label="Pages"><input type="checkbox" id="menu"><label for="menu">All pages</label><div>
${nav}
</div></nav>
<main id="content">
${body}
</main>
</div>
</body>
</html>
`;
}

const linkTo = (repo: string, place: string): string => posix.relative(posix.dirname(place), siteOf(repo));

function sectionOf({ title, pages }: Section, repo: string, place: string): string {
  const items = pages.map(([path, name]) => {
    const here = `docs/${path}` === repo ? ' aria-current="page"' : '';
    return `<li><a href="${linkTo(`docs/${path}`, place)}"${here}>${escaped(name)}</a></li>`;
  });
  return `<h2>${escaped(title)}</h2><ul>${items.join('')}</ul>`;
}
