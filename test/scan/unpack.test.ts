import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Budget, LIMITS } from '../../fuzz/scan/budget.ts';
import { type Declared, unpack } from '../../fuzz/scan/unpack.ts';

const TEXT = Buffer.from('a layer, '.repeat(1000));
const sha = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

async function* inChunks(bytes: Buffer, of: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += of) yield bytes.subarray(at, at + of);
}

async function unpacked(bytes: Buffer, declared: Partial<Declared> = {}, limits = LIMITS, of = 700): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of unpack(inChunks(bytes, of), { name: 'layer 1', ...declared }, new Budget('x.tar', limits))) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test.each([1, 3, 700, 100_000])('plain and gzip, in chunks of %i bytes', async (of) => {
  expect(await unpacked(TEXT, { stored: sha(TEXT), unpacked: sha(TEXT) }, LIMITS, of)).toEqual(TEXT);
  const zipped = gzipSync(TEXT);
  expect(await unpacked(zipped, { stored: sha(zipped), unpacked: sha(TEXT) }, LIMITS, of)).toEqual(TEXT);
});

test('one shorter than what a format begins with is plain', async () => {
  expect(await unpacked(Buffer.from('ab'))).toEqual(Buffer.from('ab'));
  expect(await unpacked(Buffer.alloc(0))).toEqual(Buffer.alloc(0));
});

test('another digest, stored or unpacked, is refused', async () => {
  const zipped = gzipSync(TEXT);
  await expect(unpacked(zipped, { stored: sha(TEXT) })).rejects.toThrow(/layer 1 is not what the image declares: its digest is/);
  await expect(unpacked(zipped, { unpacked: sha(zipped) })).rejects.toThrow(/its digest unpacked is/);
});

test('what is cut off is damaged', async () => {
  await expect(unpacked(gzipSync(TEXT).subarray(0, 40))).rejects.toThrow(/x\.tar {2}layer 1 is damaged/);
});

test('what unpacks to too much, or to too many times its size, ends before it is there', async () => {
  const bomb = gzipSync(Buffer.alloc(4_000_000));
  await expect(unpacked(bomb, {}, { ...LIMITS, unpacked: 1_000_000 })).rejects.toThrow(/unpack to more than 1 MiB/);
  await expect(unpacked(bomb, {}, { ...LIMITS, ratioFrom: 1_000_000 })).rejects.toThrow(/more than 200 times its size/);
});
