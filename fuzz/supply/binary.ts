/** Reading a binary: digests of the whole, its bytes where they are few enough to be looked at, and who may change it. */
import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { InputError } from '../scenario/input-error.ts';

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

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  ENXIO: 'it is not a regular file',
};

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

/** The regular file at `path`, links followed; throws an InputError for anything else. `file` is its name in messages. */
export async function readBinary(path: string, file: string): Promise<Binary> {
  try {
    // Not blocking, so that a FIFO without a writer is refused and not waited for (open(2), O_NONBLOCK).
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) throw new InputError('UNREADABLE', file, stat.isDirectory() ? 'it is a folder' : 'it is not a regular file');
      return { ...(await digest(handle.createReadStream({ autoClose: false }))), ...modeOf(stat) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
    throw reason === undefined ? error : new InputError('UNREADABLE', file, reason);
  }
}

/** The same of bytes that are there. */
export const digestBytes = (bytes: Buffer): Promise<Pick<Binary, 'size' | 'digests' | 'bytes'>> => digest(once(bytes));

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const modeOf = ({ mode, uid, gid }: Stats): FileMode => ({ mode: mode & 0o7777, uid, gid });
