import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { InputError } from '../../fuzz/scenario/input-error.ts';
import { MOST_BYTES, readBinary } from '../../fuzz/supply/binary.ts';
import { temporary } from '../fixtures/temporary.ts';

test('digests, bytes and mode of a file, through a link', async () => {
  const folder = temporary();
  writeFileSync(join(folder, 'a'), 'abc');
  chmodSync(join(folder, 'a'), 0o4711);
  symlinkSync('a', join(folder, 'b'));
  const { digests, bytes, size, mode } = await readBinary(join(folder, 'b'), 'b');
  expect([digests.sha256, digests.md5]).toEqual([
    createHash('sha256').update('abc').digest('hex'),
    createHash('md5').update('abc').digest('hex'),
  ]);
  expect([bytes?.toString(), size, mode]).toEqual(['abc', 3, 0o4711]);
});

test('what is too large to be an init is hashed, and not kept', async () => {
  const path = join(temporary(), 'large');
  writeFileSync(path, '');
  truncateSync(path, MOST_BYTES + 1);
  const { bytes, size } = await readBinary(path, 'large');
  expect([bytes, size]).toEqual([undefined, MOST_BYTES + 1]);
});

test('a FIFO, a folder, nothing, memory and 20 GiB are refused, and not waited for', async () => {
  const folder = temporary();
  execFileSync('mkfifo', [join(folder, 'fifo')]);
  writeFileSync(join(folder, 'sparse'), '');
  truncateSync(join(folder, 'sparse'), 20 * 1024 ** 3);
  for (const [name, why] of [
    ['fifo', /it is a FIFO, no regular file/],
    ['/proc/self/mem', /it cannot be read: i\/o error \(EIO\)/],
    ['sparse', /the file has 21474836480 bytes, the limit is 1073741824/],
    ['.', /is a folder/],
    ['none', /no such file/],
  ] as const) {
    const error = await readBinary(resolve(folder, name), name).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toMatch(why);
  }
});
