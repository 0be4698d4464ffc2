import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRegular, type Refused } from '../../fuzz/base/regular-file.ts';
import { temporary } from '../fixtures/temporary.ts';

const MOST = 1024;

async function refused(path: string, links: 'followed' | 'refused' = 'followed', most = MOST): Promise<Refused> {
  const read = await readRegular(path, { most, links });
  if (!read.ok) return read;
  throw new Error(`${path} was read: ${read.value.bytes.length} bytes`);
}

test('a file is read, through a link too', async () => {
  const folder = temporary();
  writeFileSync(join(folder, 'a'), 'abc');
  symlinkSync('a', join(folder, 'b'));
  const read = await readRegular(join(folder, 'b'), { most: 3 });
  expect(read.ok && [read.value.bytes.toString(), read.value.stat.size]).toEqual(['abc', 3]);
  expect(await refused(join(folder, 'b'), 'refused')).toMatchObject({ why: 'it is a symbolic link, no regular file' });
});

test('each kind that is no regular file is refused by its name, and not waited for', async () => {
  const folder = temporary();
  const at = (name: string): string => join(folder, name);
  execFileSync('mkfifo', [at('fifo')]);
  mkdirSync(at('folder'));
  symlinkSync('loop', at('loop'));
  const server = createServer().listen(at('socket'));
  const said = await Promise.all([at('fifo'), at('folder'), at('socket'), '/dev/zero', at('loop')].map((path) => refused(path)));
  server.close();
  expect(said.map(({ why }) => why)).toEqual([
    'it is a FIFO, no regular file',
    'it is a folder',
    'it is a socket, no regular file',
    'it is a character device, no regular file',
    'its links lead in a circle',
  ]);
});

test('what is too large is refused, by its size at once, and where it tells none, by what comes', async () => {
  const sparse = join(temporary(), 'sparse');
  writeFileSync(sparse, '');
  truncateSync(sparse, 20 * 1024 ** 3);
  expect(await refused(sparse)).toEqual({ ok: false, kind: 'too-large', why: 'the file has 21474836480 bytes, the limit is 1024' });
  expect(await refused('/proc/kallsyms')).toEqual({ ok: false, kind: 'too-large', why: 'the file has more than 1024 bytes' });
});

test('what the kernel refuses is said in its words', async () => {
  expect(await refused('/proc/self/mem')).toMatchObject({ kind: 'unreadable', why: 'it cannot be read: i/o error (EIO)' });
  expect(await refused('/no/such/file')).toMatchObject({ kind: 'missing', why: 'there is no such file' });
  expect(await refused('/etc/passwd/x')).toMatchObject({ kind: 'missing' });
  expect(await refused('a\0b')).toMatchObject({ kind: 'missing' });
  expect(await refused(`/${'a'.repeat(300)}`)).toMatchObject({ why: 'the name is too long' });
});
