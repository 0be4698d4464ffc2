import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { Budget } from '../../fuzz/scan/budget.ts';
import { readTar } from '../../fuzz/scan/tar.ts';
import { file, tar } from './images.ts';

/** Names that are read, of an archive in chunks of a size. */
async function names(bytes: Buffer, size: number): Promise<string[]> {
  const found: string[] = [];
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size));
  await readTar(Readable.from(chunks), 'it', new Budget('x'), ({ path }) => {
    found.push(path);
    return undefined;
  });
  return found;
}

const zeros = file('zeros', Buffer.alloc(5000));
const other = file('other', 'x'.repeat(600));

test.each([1, 100, 512, 1000, 100_000])('in chunks of %i bytes', async (size) => {
  // Zeros in a file, and any number of them at the end, end nothing.
  const good = await tar([zeros, other, zeros, file('empty')]);
  expect(await names(Buffer.concat([good, Buffer.alloc(20_480)]), size)).toEqual(['/zeros', '/other', '/zeros', '/empty']);
  for (const first of [[zeros], [other], [zeros, other], [file('empty')]])
    await expect(names(Buffer.concat([await tar(first), await tar([other])]), size)).rejects.toThrow('files behind its end');
});

test('an archive that goes on behind its end is refused soon, a long file of zeros is not', async () => {
  const mib = 1024 ** 2;
  await expect(names(Buffer.concat([await tar([other]), Buffer.alloc(80 * mib)]), mib)).rejects.toThrow('bytes behind its end');
  expect(await names(await tar([file('zeros', Buffer.alloc(80 * mib)), other]), mib)).toEqual(['/zeros', '/other']);
});
