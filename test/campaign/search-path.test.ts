import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inSearchPath } from '../../fuzz/campaign/search-path.ts';
import { temporary } from '../fixtures/temporary.ts';

test('the first executable file of the name, in the folders of PATH in turn', async () => {
  const folder = temporary();
  for (const name of ['a', 'b', 'c']) mkdirSync(join(folder, name));
  mkdirSync(join(folder, 'a', 'init'));
  writeFileSync(join(folder, 'b', 'init'), '');
  writeFileSync(join(folder, 'c', 'real'), '');
  chmodSync(join(folder, 'c', 'real'), 0o755);
  symlinkSync('real', join(folder, 'c', 'init'));
  const path = ['a', 'b', 'c'].map((name) => join(folder, name)).join(':');
  expect(await inSearchPath('init', path)).toBe(join(folder, 'c', 'init'));
  expect(await inSearchPath('none', path)).toBeUndefined();
});

test('a path is no name, and a folder that is not absolute is no place', async () => {
  for (const name of ['', '.', '..', '/bin/sh', 'bin/sh', 'a\0b'])
    expect([name, await inSearchPath(name, '/:/bin')]).toEqual([name, undefined]);
  expect(await inSearchPath('README.md', '.:')).toBeUndefined();
});
