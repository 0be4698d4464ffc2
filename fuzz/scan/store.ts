/** The files that an image is stored in: members of an archive, or files of a folder. Read where they lie, never unpacked to a disk. */
import { opendir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { openRegular } from '../base/regular-file.ts';
import { type Budget, refuse } from './budget.ts';
import { readTar } from './tar.ts';
import type { Chunks } from './unpack.ts';
import { printable } from '../base/printable.ts';

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

/** Bytes of a part of a file: what has grown meanwhile is read no further. */
async function* bytesOf({ file, start, size }: Part, { image }: Pick<Budget, 'image'>): AsyncGenerator<Uint8Array> {
  if (size === 0) return;
  const opened = await openRegular(file, { most: Number.POSITIVE_INFINITY });
  if (!opened.ok) throw refuse(image, opened.why);
  const { file: handle } = opened.value;
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
      for await (const chunk of bytesOf(found, budget)) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    open: (name) => bytesOf(part(name), budget),
  };
}

/** The members of the archive in `file`. An image's own archive has files, folders and links alone, each once. */
export async function archiveStore(file: string, size: number, budget: Budget): Promise<Store> {
  const members = new Map<string, Part | string>();
  await readTar(bytesOf({ file, start: 0, size }, budget), 'the archive', budget, (entry) => {
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
    for await (const entry of await opendir(join(folder, at))) {
      budget.spend('entries', 1);
      const name = posix.join(at, entry.name);
      if (entry.isDirectory()) open.push(name);
      else if (entry.isFile()) parts.set(name, await partOf(join(folder, name), budget));
    }
  }
  return storeOf((name) => parts.get(posix.normalize(name)), budget);
}

/** A layer that may not be read, or is larger than all of them may be, is refused before anything is read. */
async function partOf(file: string, { image, limits }: Budget): Promise<Part> {
  const opened = await openRegular(file, { most: limits.stored, links: 'refused' });
  if (!opened.ok) throw refuse(image, `${printable(posix.basename(file))}: ${opened.why}`);
  await opened.value.file.close();
  return { file, start: 0, size: opened.value.stat.size };
}
