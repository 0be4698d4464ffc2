import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { unzstd } from '../../fuzz/scan/zstd.ts';
import { COMPRESSIONS } from './images.ts';

/** In pieces of a size of its own, so that nothing depends on where one ends. */
async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const read = (bytes: Buffer, size = 700): Promise<Buffer> => buffer(Readable.from(unzstd(pieces(bytes, size))));

const text = Buffer.from(Array.from({ length: 60_000 }, (_, n) => `${n * 7919} `).join(''));

test.each([1, 3, 700, 100_000])('in pieces of %i bytes', async (size) => {
  const some = size === 1 ? text.subarray(0, 5000) : text;
  expect((await read(COMPRESSIONS.zstd(some), size)).equals(some)).toBe(true);
});

test('several frames, one that is to be skipped between them', async () => {
  const skipped = Buffer.concat([Buffer.from('502a4d1803000000', 'hex'), Buffer.from('abc')]);
  const frame = COMPRESSIONS.zstd(text);
  expect((await read(Buffer.concat([frame, skipped, frame]))).equals(Buffer.concat([text, text]))).toBe(true);
});

test.each<[string, (frame: Buffer) => Buffer]>([
  ['cut off', (frame) => frame.subarray(0, -20)],
  ['with something behind it', (frame) => Buffer.concat([frame, Buffer.from('more')])],
  ['with a window of 2 GiB', () => Buffer.from('28b52ffd00a8', 'hex')],
])('%s is an error', async (_, change) => {
  await expect(read(change(COMPRESSIONS.zstd(text)))).rejects.toThrow();
});
