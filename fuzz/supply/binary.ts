/** Reading a binary: digests of the whole, its bytes where they are few enough to be looked at, and who may change it. */
import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { chunksOf, MOST_PROGRAM, withFile } from '../base/regular-file.ts';
import { refusal } from '../scenario/input-error.ts';

/** Lower-case hex. MD5 and SHA-1 for what packages record; they prove nothing by themselves. */
export interface Digests {
  sha256: string;
  sha512: string;
  sha1: string;
  md5: string;
}

/** What the file system says of a file. */
export interface FileMode {
  /** As stat(2) has it, without the type. */
  mode: number;
  uid: number;
  gid: number;
}

export interface Binary extends FileMode {
  size: number;
  digests: Digests;
  /** Absent when the file is larger than MOST_BYTES. */
  bytes?: Buffer;
}

/** Files up to this size are looked into, bytes; larger ones are only hashed. The largest init that is known has 1 MiB; a Go program some 10. */
export const MOST_BYTES = 64 * 1024 * 1024;

const ALGORITHMS = ['sha256', 'sha512', 'sha1', 'md5'] as const;

/** Digests of `chunks`, and the bytes themselves while there are at most MOST_BYTES. */
export async function digest(chunks: AsyncIterable<Uint8Array>): Promise<Pick<Binary, 'size' | 'digests' | 'bytes'>> {
  const hashes = ALGORITHMS.map((name) => createHash(name));
  let kept: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    for (const hash of hashes) hash.update(chunk);
    if (size <= MOST_BYTES) kept.push(chunk);
    else kept = [];
  }
  const digests = Object.fromEntries(ALGORITHMS.map((name, n) => [name, hashes[n]?.digest('hex')])) as unknown as Digests;
  return { size, digests, ...(size <= MOST_BYTES ? { bytes: Buffer.concat(kept) } : {}) };
}

/** The regular file at `path`, links followed, of up to 1 GiB; throws an InputError for anything else. `file` is its name in messages. */
export async function readBinary(path: string, file: string): Promise<Binary> {
  const read = await withFile(path, { most: MOST_PROGRAM }, async ({ file: opened, stat }) => ({
    ...(await digest(chunksOf(opened, MOST_PROGRAM))),
    ...modeOf(stat),
  }));
  if (read.ok) return read.value;
  throw refusal(file, read);
}

/** The same of bytes that are there. */
export const digestBytes = (bytes: Buffer): Promise<Pick<Binary, 'size' | 'digests' | 'bytes'>> => digest(once(bytes));

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const modeOf = ({ mode, uid, gid }: Stats): FileMode => ({ mode: mode & 0o7777, uid, gid });
