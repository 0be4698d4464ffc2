import { expect, test } from 'vitest';
import { Budget } from '../../fuzz/scan/budget.ts';
import type { TarEntry } from '../../fuzz/scan/tar.ts';
import { Tree } from '../../fuzz/scan/tree.ts';

const entry = (path: string, more: Partial<TarEntry> = {}): TarEntry => ({
  path,
  type: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  size: 0,
  offset: 0,
  ...more,
});
const dir = (path: string): TarEntry => entry(path, { type: 'directory' });

/** The files of layers, given as entries each. */
function paths(...layers: TarEntry[][]): string[] {
  const tree = new Tree(new Budget('x'));
  for (const [n, layer] of layers.entries()) for (const [k, one] of layer.entries()) tree.add(one, n, k);
  return [...tree.files()].map(({ path }) => path).sort();
}
const names = (...all: string[]): TarEntry[] => all.map((path) => entry(path));

// Of the OCI image specification, layer.md, and what containerd makes of each.
test.each<[string, TarEntry[][], string[]]>([
  ['a whiteout takes a file', [names('/a', '/b'), names('/.wh.a')], ['/b']],
  ['and a folder', [names('/d/a', '/d/b', '/c'), names('/.wh.d')], ['/c']],
  ['not what its own layer has, before', [names('/d/a'), names('/d/n', '/.wh.d')], ['/d/n']],
  ['or behind it', [names('/d/a'), names('/.wh.d', '/d/n')], ['/d/n']],
  ['an opaque one takes all of lower layers', [names('/d/a', '/d/e/b'), names('/d/n', '/d/.wh..wh..opq')], ['/d/n']],
  ['it is of its layer alone', [names('/d/a'), names('/d/.wh..wh..opq'), names('/d/b')], ['/d/b']],
  [
    'a hard link to a lower file outlives its name',
    [names('/d/a'), [entry('/d/b', { type: 'link', target: '/d/a' }), entry('/d/.wh.a')]],
    ['/d/b'],
  ],
  ['and an opaque folder', [names('/d/a'), [entry('/d/b', { type: 'link', target: '/d/a' }), entry('/d/.wh..wh..opq')]], ['/d/b']],
  ['a file takes the place of a folder', [names('/d/a'), names('/d')], ['/d']],
  [
    'a folder that of a link',
    [
      [entry('/d', { type: 'symlink', target: '/e' }), dir('/e')],
      [dir('/d'), entry('/d/a')],
    ],
    ['/d/a'],
  ],
  ['a folder keeps what is in it', [names('/d/a'), [dir('/d')]], ['/d/a']],
  [
    'through a link in the way',
    [[dir('/usr/bin'), entry('/bin', { type: 'symlink', target: 'usr/bin' })], names('/bin/a')],
    ['/bin', '/usr/bin/a'],
  ],
])('%s', (_, layers, expected) => {
  expect(paths(...layers)).toEqual(expected);
});

test('links never leave the root', () => {
  const tree = new Tree(new Budget('x'));
  const add = (path: string, target: string): void => void tree.add(entry(path, { type: 'symlink', target }), 0, 0);
  tree.add(entry('/etc/x'), 0, 0);
  add('/a', '../../../../etc/x');
  add('/d/b', '/etc/x');
  add('/d/c', '../../etc/x');
  for (const path of ['/a', '/d/b', '/d/c', '/d/../../a']) expect(tree.find(path)).toMatchObject({ ok: true, path: '/etc/x' });
  expect(tree.find('/etc/x/y')).toMatchObject({ ok: false, why: 'a part of the path is no folder' });
});

test('folders that nobody has listed are counted', () => {
  const budget = new Budget('x', { ...new Budget('x').limits, entries: 10 });
  expect(() => new Tree(budget).add(entry(`/${'a/'.repeat(20)}b`), 0, 0)).toThrow('it has more than 10 files');
});
