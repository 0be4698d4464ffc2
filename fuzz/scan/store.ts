/** The files that an image is stored in: members of an archive, or files of a folder. Read where they lie, never unpacked to a disk. */
import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { type Budget, refuse } from './budget.ts';
import { readTar } from './tar.ts';
import type { Chunks } from './unpack.ts';
import { printable } from '../supply/printable.ts';

export interface Store {
  has(name: string): boolean;
  /** A small file as a whole. Throws an InputError where it is not there or too large. */
  read(name: string): Promise<Buffer>;
  open(name: string): Chunks;
}

/** Largest manifest or configuration that is read, bytes: as registries have it (OCI distribution specification, 4 MiB). */
const MOST_JSON = 4 * 1024 ** 2;

interface Part {
  file: string;
  start: number;
  size: number;
}

const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

/** Bytes of a part of a file. */
async function* bytesOf({ file, start, size }: Part): AsyncGenerator<Uint8Array> {
  if (size === 0) return;
  const handle = await open(file, FLAGS);
  try {
    yield* handle.createReadStream({ start, end: start + size - 1, autoClose: false, highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>;
  } finally {
    await handle.close();
  }
}

function storeOf(parts: (name: string) => Part | undefined, budget: Budget): Store {
  const part = (name: string): Part => {
    const found = parts(name);
    if (found === undefined) throw refuse(budget.image, `${printable(name)} is missing in it`);
    return found;
  };
  return {
    has: (name) => parts(name) !== undefined,
    read: async (name) => {
      const found = part(name);
      if (found.size > MOST_JSON) throw refuse(budget.image, `${printable(name)} has ${found.size} bytes, the limit is ${MOST_JSON}`);
      const chunks: Uint8Array[] = [];
      for await (const chunk of bytesOf(found)) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    open: (name) => bytesOf(part(name)),
  };
}

/** The members of the archive in `file`. An image's own archive has files, folders and links alone, each once. */
export async function archiveStore(file: string, size: number, budget: Budget): Promise<Store> {
  const members = new Map<string, Part | string>();
  await readTar(bytesOf({ file, start: 0, size }), 'the archive', budget, (entry) => {
    if (entry.type === 'directory') return undefined;
    if (members.has(entry.path)) throw refuse(budget.image, `it has ${printable(entry.path)} twice`);
    // Docker before 25 stores a layer that comes twice as a link to the first.
    if (entry.type === 'symlink') members.set(entry.path, posix.join(posix.dirname(entry.path), entry.target ?? ''));
    else if (entry.type === 'file') members.set(entry.path, { file, start: entry.offset, size: entry.size });
    else throw refuse(budget.image, `it has a ${entry.type}, ${printable(entry.path)}`);
    return undefined;
  });
  return storeOf((name) => {
    let found = members.get(posix.join('/', name));
    if (typeof found === 'string') found = members.get(found);
    return typeof found === 'string' ? undefined : found;
  }, budget);
}

/** The files of an OCI directory. Links in it are followed by nobody. */
export async function folderStore(folder: string, budget: Budget): Promise<Store> {
  const parts = new Map<string, Part>();
  const open: string[] = [''];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of await readdir(join(folder, at), { withFileTypes: true })) {
      budget.spend('entries', 1);
      const name = posix.join(at, entry.name);
      if (entry.isDirectory()) open.push(name);
      else if (entry.isFile()) parts.set(name, await partOf(join(folder, name)));
    }
  }
  return storeOf((name) => parts.get(posix.normalize(name)), budget);
}

async function partOf(file: string): Promise<Part> {
  const handle = await open(file, FLAGS | constants.O_NOFOLLOW);
  try {
    return { file, start: 0, size: (await handle.stat()).size };
  } finally {
    await handle.close();
  }
}
