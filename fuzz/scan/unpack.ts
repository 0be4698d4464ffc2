/** A layer's bytes: unpacked by what they begin with, counted, and checked against the digests that the image declares. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Budget, isOurs, refuse } from './budget.ts';
import { unzstd } from './zstd.ts';

export type Chunks = AsyncIterable<Uint8Array>;

export interface Declared {
  /** How it is named in messages. */
  name: string;
  /** Of the bytes as they are stored: `sha256:...`. */
  stored?: string;
  /** Of the bytes unpacked, the diff id. */
  unpacked?: string;
}

const GZIP = Buffer.from([0x1f, 0x8b]);
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
/** A zstd file may begin with a frame to be skipped: zstd:chunked does not, pzstd does. */
const isSkippable = (bytes: Buffer): boolean =>
  ((bytes[0] ?? 0) & 0xf0) === 0x50 && bytes.subarray(1, 4).equals(Buffer.from([0x2a, 0x4d, 0x18]));

/** The unpacked bytes of a layer. Ends in an InputError when they are not those that are declared, are damaged, or are too many. */
export async function* unpack(stored: Chunks, declared: Declared, budget: Budget): AsyncGenerator<Uint8Array> {
  const input = hashed(stored, declared, 'stored', budget, (bytes) => budget.spend('stored', bytes));
  const output = hashed(decoded(input, declared, budget), declared, 'unpacked', budget, (bytes) => {
    budget.spend('unpacked', bytes);
    const { limits, spent } = budget;
    if (spent.unpacked > limits.ratioFrom && spent.unpacked > spent.stored * limits.ratio)
      throw refuse(budget.image, `${declared.name} unpacks to more than ${limits.ratio} times its size: --max-size lifts this limit`);
  });
  try {
    yield* output;
    // What a decoder leaves unread, behind the end of what it decodes, is part of what was declared.
    for await (const _ of input);
  } finally {
    // Closes the file where nobody reads on.
    await input.return(undefined);
  }
}

/** Passes chunks on; at the end the digest must be the declared one. */
async function* hashed(
  chunks: Chunks,
  declared: Declared,
  which: 'stored' | 'unpacked',
  budget: Budget,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const wanted = declared[which];
  const hash = wanted === undefined ? undefined : createHash('sha256');
  for await (const chunk of chunks) {
    count(chunk.length);
    hash?.update(chunk);
    yield chunk;
  }
  const found = hash === undefined ? wanted : `sha256:${hash.digest('hex')}`;
  if (found !== wanted)
    throw refuse(
      budget.image,
      `${declared.name} is not what the image declares: ${which === 'stored' ? 'its digest' : 'its digest unpacked'} is ${found}, not ${wanted}`,
    );
}

async function* decoded(chunks: Chunks, { name }: Declared, budget: Budget): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const head = await beginning(iterator);
  const all = joined(head, iterator);
  try {
    if (head.subarray(0, 2).equals(GZIP)) yield* gunzip(all);
    else if (head.equals(ZSTD) || isSkippable(head)) yield* unzstd(all);
    else yield* all;
  } catch (error) {
    if (isOurs(error)) throw error;
    throw refuse(budget.image, `${name} is damaged: ${(error as Error).message}`);
  }
}

/** At least the first four bytes, where there are as many. */
async function beginning(iterator: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < 4) {
    const { value, done } = await iterator.next();
    if (done === true) break;
    head = Buffer.concat([head, value]);
  }
  rest.set(iterator, head.subarray(4));
  return head.subarray(0, 4);
}

/** What was read with the beginning, and does not belong to it. */
const rest = new WeakMap<AsyncIterator<Uint8Array>, Buffer>();

async function* joined(head: Buffer, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Buffer.concat([head, rest.get(iterator) ?? Buffer.alloc(0)]);
  for (;;) {
    const { value, done } = await iterator.next();
    if (done === true) return;
    yield value;
  }
}

async function* gunzip(chunks: Chunks): AsyncGenerator<Uint8Array> {
  const source = Readable.from(chunks, { objectMode: false });
  const gunzipper = createGunzip();
  source.on('error', (error) => gunzipper.destroy(error));
  try {
    yield* source.pipe(gunzipper) as AsyncIterable<Uint8Array>;
  } finally {
    source.destroy();
    gunzipper.destroy();
  }
}
