/** The site: the Markdown of `docs/`, and what it links to elsewhere in the repository, as static pages. */
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import MarkdownIt from 'markdown-it';
import Metalsmith, { type Files, type Plugin } from 'metalsmith';
import { isOutside, siteLink, siteOf, targetOf } from './links.ts';
import { pageOf } from './page.ts';

/** Metalsmith's own tree of a page: its key is its path below `docs/`; `repo` its path in the repository. */
interface Page {
  contents: Buffer;
  repo: string;
}

/** Builds the site of the repository at `root` into the folder `to`. Rejects where a link of a page leads to no file. */
export async function buildSite(root: string, to: string): Promise<void> {
  const build = Metalsmith(root).source('docs').destination(to).clean(true).ignore(['site', 'generate']);
  await build.use(reach(root)).use(render).build();
}

const parser = new MarkdownIt({ html: true });

/** Adds the files that pages link to outside of `docs/`, and those that these link to. */
function reach(root: string): Plugin {
  return (files) => {
    const pages = Object.keys(files).map((key) => posix.join('docs', key));
    const seen = new Set(pages);
    for (const repo of pages) {
      const contents = readFileSync(join(root, repo));
      files[siteOf(repo)] = { contents, repo };
      if (!repo.endsWith('.md')) continue;
      delete files[repo.slice('docs/'.length)];
      for (const link of linksIn(contents.toString())) {
        const target = targetOf(repo, link);
        if (link === '' || isOutside(link) || link.startsWith('#') || seen.has(target)) continue;
        if (!existsSync(join(root, target))) throw new Error(`${repo} links to ${link}, which is not there`);
        seen.add(target);
        pages.push(target);
      }
    }
  };
}

function linksIn(text: string): string[] {
  const tokens = parser.parse(text, {}).flatMap(({ children }) => children ?? []);
  return tokens.map((token) => String(token.attrGet('href') ?? token.attrGet('src') ?? ''));
}

/** Markdown as pages; the rest as it is. */
const render: Plugin = (files: Files) => {
  for (const [key, file] of Object.entries(files)) {
    const { repo, contents } = file as unknown as Page;
    if (repo.endsWith('.md')) file.contents = Buffer.from(pageOf(repo, key, htmlOf(repo, contents.toString())));
  }
};

/** Links lead to pages, headings have anchors, and tables and pictures can be scrolled by themselves. */
export function htmlOf(repo: string, text: string): string {
  const markdown = new MarkdownIt({ html: true });
  const { rules } = markdown.renderer;
  const used = new Map<string, number>();
  rules.heading_open = (tokens, n, options, _, self) => {
    tokens[n]?.attrSet('id', anchorOf(tokens[n + 1]?.content ?? '', used));
    return self.renderToken(tokens, n, options);
  };
  rules.table_open = () => '<div class="wide"><table>\n';
  rules.table_close = () => '</table></div>\n';
  const inner = markdown.parse(text, {});
  for (const token of inner.flatMap(({ children }) => children ?? []))
    for (const name of ['href', 'src'] as const) {
      const to = token.attrGet(name);
      if (to !== null) token.attrSet(name, siteLink(repo, String(to)));
    }
  return markdown.renderer.render(inner, markdown.options, {});
}

/** As GitHub makes them: of a heading that is there twice, the second has `-1`. */
function anchorOf(heading: string, used: Map<string, number>): string {
  const anchor = heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
  const times = used.get(anchor) ?? 0;
  used.set(anchor, times + 1);
  return times === 0 ? anchor : `${anchor}-${times}`;
}
