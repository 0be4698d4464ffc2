/** What the check of the package finds: the list of files is npm's own, for this very folder. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../fuzz/execute/locate.ts';
import { SET_UP_MS, setUp } from './cli/initproof.ts';

interface Listed {
  files: { path: string }[];
  size: number;
}
interface PackCheck {
  MOST_BYTES: number;
  problems(listed: Listed, manifest: object, readme: string): string[];
}

const { MOST_BYTES, problems } = (await import(join(PACKAGE_ROOT, 'fuzz', 'pack-check.mjs'))) as PackCheck;
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as object;
const readme = readFileSync('README.md', 'utf8');
let listed: Listed;

beforeAll(() => {
  setUp();
  const pack = (step: string) => execFileSync(process.execPath, ['fuzz/pack.mjs', step]);
  pack('types');
  const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8' });
  pack('after');
  [listed] = JSON.parse(said) as [Listed];
  // Made by prepack: where nobody has packed yet they are not there.
  for (const path of ['dist/native.json', 'dist/initproof.1'])
    if (!listed.files.some((file) => file.path === path)) listed.files.push({ path });
}, SET_UP_MS);

const of = (change: Partial<Listed>): string[] => problems({ ...listed, ...change }, manifest, readme);
const without = (path: string): Listed['files'] => listed.files.filter((file) => file.path !== path);

test('what is packed has nothing missing, nothing unwanted, and is small', () => {
  expect(of({})).toEqual([]);
  expect(listed.files.length).toBeGreaterThan(500);
});

test.each([
  ['what a program imports', 'dist/fuzz/vitest.js'],
  ['its types', 'dist/fuzz/index.d.ts'],
  ['the command', 'dist/fuzz/cli/main.js'],
  ['digests', 'dist/native.json'],
  ['the language', 'fuzz/scenario/README.md'],
  ['a page that the README names', 'corpus/between/README.md'],
  ['what changed', 'CHANGELOG.md'],
])('%s is missed', (_, path) => {
  expect(of({ files: without(path) })).toEqual([`${path} is missing`]);
});

test.each(['dist/.stamp', 'dist/.tsbuildinfo', 'targets/faulty/base.c', 'dist/test/measure/bench.js', 'native/build/executor'])(
  '%s is found',
  (path) => {
    expect(of({ files: [...listed.files, { path }] })).toEqual([`${path} does not belong in it`]);
  },
);

test('a package that has grown too large is found', () => {
  expect(of({ size: MOST_BYTES + 1 })).toEqual([`it has ${MOST_BYTES + 1} bytes, more than ${MOST_BYTES}`]);
});
