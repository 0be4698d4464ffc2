/** The packages of the native part: the same bytes wherever and whenever they are built. */
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';
import { temporary } from '../fixtures/temporary.ts';

const NAME = 'linux-x64';
let folders: string[];

/** Sources in a folder of their own, built by the script. Returns the folder of the packages. */
function built(place: string): string {
  for (const part of ['native/src', 'native/npm', 'native/Makefile', 'package.json', 'LICENSE']) {
    cpSync(join(PACKAGE_ROOT, part), join(place, part), { recursive: true });
  }
  execFileSync(process.execPath, [join(place, 'native', 'npm', 'build.mjs')], { stdio: ['ignore', 'ignore', 'pipe'] });
  return join(place, 'native', 'build', 'npm');
}

beforeAll(() => {
  folders = [temporary(), join(temporary(), 'a longer path')].map(built);
}, 300_000);

const bytes = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path.slice(folder.length), readFileSync(path).toString('latin1')]),
  );

test('two builds in two folders have the same bytes, and none of their paths', () => {
  const [one, other] = folders.map(bytes);
  expect(Object.keys(one ?? {}).sort()).toEqual(
    [
      '/digests.json',
      ...['LICENSE', 'README.md', 'bin/actor', 'bin/apphost', 'bin/executor', 'bin/libinitproof.so', 'bin/sound', 'package.json'].map(
        (name) => `/${NAME}/${name}`,
      ),
    ].sort(),
  );
  for (const [name, content] of Object.entries(one ?? {})) {
    expect(other?.[name] === content, name).toBe(true);
    for (const folder of folders) expect(content.includes(folder.replace('/native/build/npm', '')), name).toBe(false);
  }
});

test('so do the tarballs, in which the programs may be executed', () => {
  const packed = folders.map((folder) => {
    const said = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: join(folder, NAME), encoding: 'utf8' });
    return JSON.parse(said) as { integrity: string; files: { path: string; mode: number }[] }[];
  });
  const [one, other] = packed.map(([first]) => first);
  expect(one?.integrity).toBe(other?.integrity);
  expect(one?.files.filter(({ path }) => path.startsWith('bin/')).map(({ mode }) => mode & 0o111)).toEqual([
    0o111, 0o111, 0o111, 0o111, 0o111,
  ]);
});
