/** The order of the stages is the way of the data: a stage imports only stages to its left; see fuzz/README.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

const STAGES = [
  'base',
  'scenario',
  'generate',
  'compile',
  'trace',
  'execute',
  'profile',
  'judge',
  'kind',
  'shrink',
  'cases',
  'supply',
  'cause',
  'learn',
  'guide',
  'campaign',
  'nightly',
  'explore',
  'scan',
  'why',
  'report',
  'export',
  'cli',
];

interface Import {
  file: string;
  from: string;
}

function importsOf(root: string): Import[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return files.flatMap((name) => {
    const file = join(root, name);
    const found = readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?'(\.{1,2}\/[^']+)'/g);
    return [...found].map((match) => ({ file, from: normalize(join(dirname(file), match[1] ?? '')) }));
  });
}

const stageOf = (path: string): string | undefined => /^fuzz\/([^/]+)\//.exec(path)?.[1];

function breaksOrder({ file, from }: Import): boolean {
  const own = stageOf(file);
  const other = stageOf(from);
  if (own === undefined) return false;
  if (from.startsWith('properties/')) return STAGES.indexOf(own) < STAGES.indexOf('campaign');
  if (other === undefined) return false;
  return STAGES.indexOf(other) > STAGES.indexOf(own);
}

describe('layers', () => {
  test('a stage imports only stages to its left', () => {
    const imports = importsOf('fuzz');
    expect(imports.length).toBeGreaterThan(50);
    expect(imports.filter(breaksOrder)).toEqual([]);
  });

  test('every folder of fuzz/ is a stage', () => {
    const folders = readdirSync('fuzz', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((folder) => folder.name).filter((name) => !STAGES.includes(name))).toEqual([]);
  });

  test('properties know the judge and what lies left of it, nothing else', () => {
    const allowed = STAGES.slice(0, STAGES.indexOf('judge') + 1);
    const wrong = importsOf('properties').filter(({ from }) => stageOf(from) !== undefined && !allowed.includes(stageOf(from) ?? ''));
    expect(wrong).toEqual([]);
  });

  test('the order is really checked', () => {
    expect(breaksOrder({ file: 'fuzz/judge/judge.ts', from: 'fuzz/cli/main.ts' })).toBe(true);
    expect(breaksOrder({ file: 'fuzz/cli/main.ts', from: 'fuzz/judge/judge.ts' })).toBe(false);
    expect(breaksOrder({ file: 'fuzz/judge/judge.ts', from: 'properties/index.ts' })).toBe(true);
  });
});
