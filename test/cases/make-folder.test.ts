import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { makeFolder } from '../../fuzz/cases/make-folder.ts';
import { temporary } from '../fixtures/temporary.ts';

let folder: string;
beforeEach(() => {
  folder = temporary();
});

test('makes what is missing, and says what it made, the deepest first', async () => {
  const [a, b, c] = ['a', 'a/b', 'a/b/c'].map((name) => join(folder, name)) as [string, string, string];
  mkdirSync(a);
  expect(await makeFolder(c)).toEqual([c, b]);
  expect([await makeFolder(c), await makeFolder('.'), await makeFolder('/')]).toEqual([[], [], []]);
});

test('says what the kernel says', async () => {
  writeFileSync(join(folder, 'file'), '');
  await expect(makeFolder(join(folder, 'file'))).rejects.toMatchObject({ code: 'EEXIST', path: join(folder, 'file') });
  await expect(makeFolder(join(folder, 'file', 'a', 'b'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  await expect(makeFolder(join(folder, 'n'.repeat(300)))).rejects.toMatchObject({ code: 'ENAMETOOLONG' });
  expect(existsSync(join(folder, 'file', 'a'))).toBe(false);
});

test('ends below /proc, where Node does not', async () => {
  await expect(makeFolder('/proc/nope/a')).rejects.toMatchObject({ code: 'ENOENT', syscall: 'mkdir', path: '/proc/nope' });
});
