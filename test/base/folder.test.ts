import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesBelow, placeIn } from '../../fuzz/base/folder.ts';
import { temporary } from '../fixtures/temporary.ts';

/** A folder `in` beside one that is `out`, and what leads from the one to the other. */
function folders(): string {
  const root = temporary();
  for (const folder of ['in/deep', 'in/.hidden', 'out', 'inn']) mkdirSync(join(root, folder), { recursive: true });
  for (const file of ['in/a', 'in/deep/b', 'in/.hidden/c', 'out/d', 'inn/e']) writeFileSync(join(root, file), '');
  const links = { 'in/file': 'deep/b', 'in/circle': '.', 'in/away': '../out', 'in/secret': '../out/d', 'in/neighbour': '../inn/e' };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(root, name));
  symlinkSync('nowhere', join(root, 'in/broken'));
  execFileSync('mkfifo', [join(root, 'in/fifo')]);
  return root;
}

test('what is below a folder, and which links lead out of it', async () => {
  const found = await filesBelow(join(folders(), 'in'));
  if (!found.ok) throw new Error(found.why);
  expect(found.value.files.sort()).toEqual(['a', 'broken', 'deep/b', 'fifo', 'file']);
  expect(found.value.out.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
    { name: 'away', to: 'folder' },
    { name: 'neighbour', to: 'file' },
    { name: 'secret', to: 'file' },
  ]);
});

test('too many, and none, are told', async () => {
  const root = folders();
  expect(await filesBelow(root, 3)).toEqual({ ok: false, kind: 'too-large', why: 'there are more than 3 files in it' });
  expect(await filesBelow(join(root, 'none'))).toMatchObject({ ok: false, kind: 'missing' });
});

test('a path stays in a folder, or leads out of it, by names or by links', async () => {
  const root = folders();
  const place = async (path: string) => placeIn(join(root, 'in'), join(root, 'in', path));
  expect(await place('file')).toEqual({ ok: true, real: join(root, 'in/deep/b') });
  for (const path of ['secret', 'away/d', '../out/d', '../inn/e', 'neighbour', '..'])
    expect(await place(path), path).toMatchObject({ ok: false, kind: 'outside' });
  expect(await place('broken')).toMatchObject({ ok: false, kind: 'missing' });
});
