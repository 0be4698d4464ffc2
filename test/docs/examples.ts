/** The commands of the pages, as their Markdown has them. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Example {
  /** Page and line. */
  where: string;
  page: string;
  command: string;
  /** The exit code that is expected: 0, or what `<!-- exits N -->` above the block says. */
  exit: number;
  /** Why it is not run: `<!-- not run: … -->` above the block. */
  notRun?: string;
}

/** A file that a page shows: a block of YAML whose first line is `# name.yaml: …`. */
export interface ShownFile {
  page: string;
  name: string;
  text: string;
}

export const PAGES: readonly string[] = [
  'README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .sort(),
];

const BLOCK = /(?:<!-- ([^>]*) -->\n)?^```(\w*)\n([\s\S]*?)^```$/gm;

interface Block {
  page: string;
  line: number;
  mark: string;
  language: string;
  text: string;
}

function blocksOf(page: string): Block[] {
  const source = readFileSync(page, 'utf8');
  return [...source.matchAll(BLOCK)].map(({ index, 1: mark = '', 2: language = '', 3: text = '' }) => ({
    page,
    line: source.slice(0, index).split('\n').length + (mark === '' ? 0 : 1),
    mark,
    language,
    text,
  }));
}

const blocks = PAGES.flatMap(blocksOf);

export const EXAMPLES: readonly Example[] = blocks.filter(({ language }) => language === 'sh').flatMap(commandsOf);

function commandsOf({ page, line, mark, text }: Block): Example[] {
  const notRun = /^not run: (.+)$/.exec(mark)?.[1];
  const exit = Number(/^exits (\d+)/.exec(mark)?.[1] ?? 0);
  const lines = text.trimEnd().split('\n');
  return lines.flatMap((command, n) =>
    command === '' ? [] : { where: `${page}:${line + 1 + n}`, page, command, exit, ...(notRun === undefined ? {} : { notRun }) },
  );
}

export const SHOWN_FILES: readonly ShownFile[] = blocks.flatMap(({ page, language, text }) => {
  const name = /^# ([\w-]+\.yaml):/.exec(text)?.[1];
  return language !== 'yaml' || name === undefined ? [] : { page, name, text };
});

/** Commands in running text, and those of blocks: what is checked for the names of commands and options. */
export const SPOKEN: readonly { where: string; command: string }[] = [
  ...PAGES.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/`(npx initproof [^`]+)`/g)].map(([, command = '']) => ({ where: page, command })),
  ),
  ...EXAMPLES.filter(({ command }) => command.includes('npx initproof')),
  ...blocks.filter(({ language }) => language === 'yaml').flatMap(inWorkflow),
];

function inWorkflow({ page, text }: Block): { where: string; command: string }[] {
  return text.split('\n').flatMap((line) => {
    const command = /(npx initproof .*)$/.exec(line)?.[1];
    return command === undefined ? [] : { where: page, command };
  });
}
