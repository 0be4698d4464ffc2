import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { writeFileAtomically } from '../../fuzz/cases/write-file.ts';
import { temporary } from '../fixtures/temporary.ts';

let folder: string;
beforeEach(() => {
  folder = temporary();
});

test('what cannot be written leaves the old content, nothing beside it, and is told by its own name', async () => {
  const path = join(folder, 'a', 'b.yaml');
  await writeFileAtomically(path, 'old');
  mkdirSync(join(folder, 'c.yaml'));
  await expect(writeFileAtomically(join(folder, 'c.yaml'), 'new')).rejects.toMatchObject({ code: 'EISDIR', path: join(folder, 'c.yaml') });
  writeFileSync(join(folder, 'd'), '');
  await expect(writeFileAtomically(join(folder, 'd', 'e'), 'new')).rejects.toMatchObject({ code: 'EEXIST' });
  expect([readdirSync(folder).sort(), readFileSync(path, 'utf8')]).toEqual([['a', 'c.yaml', 'd'], 'old']);
});

test('a folder that somebody removes again and again meanwhile is made again', async () => {
  const path = join(folder, 'a', 'b', 'c.yaml');
  let ended = false;
  const writing = (async () => {
    for (let n = 0; n < 50; n++) await writeFileAtomically(path, String(n));
    ended = true;
  })().catch((error: NodeJS.ErrnoException) => {
    ended = true;
    return error.code;
  });
  while (!ended) {
    try {
      rmSync(join(folder, 'a'), { recursive: true, force: true });
    } catch (error) {
      // The writer was faster than the remover this time.
      expect((error as NodeJS.ErrnoException).code).toBe('ENOTEMPTY');
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  // Who is faster than ten tries has won: then that is said, and nothing cut is left.
  expect([undefined, 'ENOENT']).toContain(await writing);
  await writeFileAtomically(path, 'whole');
  expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['c.yaml']);
});
