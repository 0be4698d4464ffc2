/** The TypeScript of the pages is what the library's types allow. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';
import { PAGES } from './examples.ts';

/** Blocks as files of this folder, which are not there: they import `initproof` as a project does. */
const BLOCKS = new Map(
  PAGES.flatMap((page) => [...readFileSync(page, 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text)).map(
    (text, n) => [join(PACKAGE_ROOT, 'test', 'docs', `block-${n}.ts`), text],
  ),
);

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  types: ['node'],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  paths: { initproof: [join(PACKAGE_ROOT, 'fuzz/index.ts')], 'initproof/vitest': [join(PACKAGE_ROOT, 'fuzz/vitest.ts')] },
};

function messages(files: ReadonlyMap<string, string>): string[] {
  const host = ts.createCompilerHost(OPTIONS);
  const [readFile, fileExists] = [host.readFile, host.fileExists];
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.fileExists = (name) => files.has(name) || fileExists(name);
  const program = ts.createProgram([...files.keys()], OPTIONS, host);
  const found = [...files.keys()].flatMap((name) => ts.getPreEmitDiagnostics(program, program.getSourceFile(name)));
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test('it type-checks', () => {
  expect(BLOCKS.size).toBeGreaterThan(3);
  expect(messages(BLOCKS)).toEqual([]);
});

test('what does not is found', () => {
  const wrong = "import { run } from 'initproof';\nawait run({ target: 3 });\n";
  expect(messages(new Map([[join(PACKAGE_ROOT, 'test', 'docs', 'wrong.ts'), wrong]]))).toEqual([expect.stringContaining('not assignable')]);
});
