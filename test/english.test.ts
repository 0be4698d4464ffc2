/**
 * Phrases that made people read a sentence twice, and must not come back: in READMEs, the changelog, and all text that the program prints. What
 * to write instead stands beside each. Comments in the source are not looked at.
 */
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const BANNED: readonly [RegExp, string][] = [
  [/\bso many (per ?cent|scenarios|processes|runs)\b/, 'percentage of, number of'],
  [/\b(for|by|of|to|from|with|as) who\b/, 'name the process or the person: "needs a compiler"'],
  [/\bwho (has|is in the background|is killed|starts it)\b/, 'who is for people: "a process that", "an init with"'],
  [/\bas whom\b|\bto whom the init\b/, 'name it'],
  [/\bof ours\b/, 'internal error, of initproof'],
  [/\bthrice\b/, 'three times'],
  [/\bwhat is told\b|\bwhat is known is nothing\b/i, 'name what is reported'],
  [/\bhas brought\b/, 'introduced'],
  [/\bfor want of\b/, 'because there is no'],
  [/\bof use to\b/, 'matters if'],
  [/\bwhat it does beside\b/i, 'what else it does'],
  [/\btells? of (it|that|them|this)\b/, 'reports it'],
  [/\blet these pass\b/, 'accept'],
  [/\bdoes as it must\b/, 'is right'],
  [/\bgoes? before (all|its)\b/, 'overrides, comes first'],
  [/\bcall nothing known\b/, 'treat every failure as new'],
  [/\bspeaks? of\b/, 'records, names'],
  [/\bas everywhere\b/, 'as for all commands'],
];

const SKIPPED = /^(node_modules|dist|\.git|\.initproof|build)$/;

function filesBelow(folder: string, wanted: (name: string) => boolean): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.test(entry.name) ? [] : filesBelow(path, wanted);
    return wanted(entry.name) ? [path] : [];
  });
}

interface Text {
  where: string;
  text: string;
}

/** Paragraphs as one line each: a phrase may stand on two lines. */
function paragraphs(path: string): Text[] {
  let line = 1;
  return readFileSync(path, 'utf8')
    .split(/\n\n/)
    .map((text) => {
      const where = `${path}:${line}`;
      line += text.split('\n').length + 1;
      return { where, text: text.replaceAll(/\s+/g, ' ') };
    });
}

/** The texts of a source file: what stands in quotes. */
function texts(path: string): Text[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  const found: Text[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      found.push({ where: `${path}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`, text: node.text });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const wrong = (all: readonly Text[]): string[] =>
  all.flatMap(({ where, text }) =>
    BANNED.flatMap(([phrase, instead]) => {
      const found = phrase.exec(text);
      return found === null ? [] : `${where}: "${found[0]}"; better: ${instead}`;
    }),
  );

const DOCUMENTS = [
  ...filesBelow('.', (name) => /^(README|CHANGELOG|CONTRIBUTING|SECURITY)\.md$/.test(name)).filter((path) => !path.startsWith('docs/')),
  ...filesBelow('docs', (name) => name.endsWith('.md')),
];
const SOURCES = ['docs', 'fuzz', 'properties'].flatMap((folder) => filesBelow(folder, (name) => name.endsWith('.ts')));

describe('phrases that must not come back', () => {
  test('in documents', () => {
    expect(DOCUMENTS.length).toBeGreaterThan(55);
    expect(DOCUMENTS).toContain('docs/start/hung-container.md');
    expect(wrong(DOCUMENTS.flatMap(paragraphs))).toEqual([]);
  });

  test('in what the program prints', () => {
    const all = SOURCES.flatMap(texts);
    expect(all.length).toBeGreaterThan(3000);
    expect(wrong(all)).toEqual([]);
  });

  test('are really looked for', () => {
    const text = 'in so many scenarios a fault of ours, for who has a compiler';
    expect(wrong([{ where: 'x', text }])).toHaveLength(4);
  });
});
