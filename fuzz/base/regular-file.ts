/**
 * Files that people and strangers name, read so that none of them does harm: regular ones alone, up to a size, and never waited for.
 * What is something else is refused with its kind; what the kernel refuses, with its words.
 */
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, stat } from 'node:fs/promises';
import { getSystemErrorMap } from 'node:util';

/** `why`: for people, about "it", the file. */
export interface Refused {
  ok: false;
  kind: 'missing' | 'too-large' | 'outside' | 'unreadable';
  why: string;
}

export type Read<T> = { ok: true; value: T } | Refused;

export interface Bounds {
  /** Bytes; a file that has more is refused, whatever it says of its size. */
  most: number;
  /** What is done about a link at the end of the path. Default: it is followed. */
  links?: 'followed' | 'refused';
}

/** Not blocking, so that a FIFO without a writer is not waited for; a terminal does not become ours (open(2)). */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
/** Bytes that are read at a time: larger ones gain nothing measurable, and lie in memory for each file that is open. */
const CHUNK = 256 * 1024;

/**
 * Bytes of a program that is hashed, or run: programs that are PID 1 somewhere have 120 MiB (Node), 250 (Chromium), some hundred more where a
 * model is linked in. So much is hashed within a few seconds.
 */
export const MOST_PROGRAM = 1024 ** 3;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  // Of a name with a NUL, Node's own: no file has one.
  ERR_INVALID_ARG_VALUE: 'there is no such file',
};

export interface Open {
  /** The caller's to close. */
  file: FileHandle;
  stat: Stats;
}

/** The file at `path`, open for reading; or why that is not to be had. */
export async function openRegular(path: string, { most, links = 'followed' }: Bounds): Promise<Read<Open>> {
  try {
    // Looked at before it is opened too: to open a device may be to do something (a watchdog, a tape).
    const why = notRegular(await (links === 'followed' ? stat(path) : lstat(path)));
    if (why !== undefined) return unreadable(why);
    const file = await open(path, links === 'followed' ? FLAGS : FLAGS | constants.O_NOFOLLOW);
    const found = await file.stat();
    const refused = whyNot(found, most);
    if (refused === undefined) return { ok: true, value: { file, stat: found } };
    await file.close();
    return refused;
  } catch (error) {
    return refusalOf(error);
  }
}

function whyNot(found: Stats, most: number): Refused | undefined {
  const why = notRegular(found);
  if (why !== undefined) return unreadable(why);
  return found.size > most ? tooLarge(most, found.size) : undefined;
}

/** What `work` makes of the file at `path`; or why that is not to be had. Errors that are not the kernel's are thrown. */
export async function withFile<T>(path: string, bounds: Bounds, work: (opened: Open) => Promise<T>): Promise<Read<T>> {
  const opened = await openRegular(path, bounds);
  if (!opened.ok) return opened;
  try {
    return { ok: true, value: await work(opened.value) };
  } catch (error) {
    return error instanceof TooLarge ? tooLarge(error.most) : refusalOf(error);
  } finally {
    await opened.value.file.close();
  }
}

/** The bytes of the file at `path`, and what the kernel says of it. */
export const readRegular = (path: string, bounds: Bounds): Promise<Read<{ bytes: Buffer; stat: Stats }>> =>
  withFile(path, bounds, async ({ file, stat: found }) => {
    const chunks: Buffer[] = [];
    for await (const chunk of chunksOf(file, bounds.most)) chunks.push(chunk);
    return { bytes: Buffer.concat(chunks), stat: found };
  });

class TooLarge extends Error {
  readonly most: number;
  constructor(most: number) {
    super('too large');
    this.most = most;
  }
}

/** The content from its beginning. Files of /proc have no size, and others grow: beyond `most` it ends in an error that `withFile` knows. */
export async function* chunksOf(file: FileHandle, most: number): AsyncGenerator<Buffer> {
  for (let read = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, null);
    if (bytesRead === 0) return;
    read += bytesRead;
    if (read > most) throw new TooLarge(most);
    yield buffer.subarray(0, bytesRead);
  }
}

/** A refusal, where the kernel or Node refused; all else is thrown. */
export function refusalOf(error: unknown): Refused {
  const { code = '', errno } = error as NodeJS.ErrnoException;
  const known = REASONS[code];
  if (known === REASONS.ENOENT) return { ok: false, kind: 'missing', why: known ?? '' };
  const said = errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1];
  const why = known ?? (said === undefined ? undefined : `it cannot be read: ${said} (${code})`);
  if (why === undefined) throw error;
  return unreadable(why);
}

const unreadable = (why: string): Refused => ({ ok: false, kind: 'unreadable', why });

const tooLarge = (most: number, size?: number): Refused => ({
  ok: false,
  kind: 'too-large',
  why: size === undefined ? `the file has more than ${most} bytes` : `the file has ${size} bytes, the limit is ${most}`,
});

const KINDS: readonly [is: (stat: Stats) => boolean, why: string][] = [
  [(found) => found.isDirectory(), 'it is a folder'],
  [(found) => found.isFIFO(), 'it is a FIFO, no regular file'],
  [(found) => found.isSocket(), 'it is a socket, no regular file'],
  [(found) => found.isCharacterDevice(), 'it is a character device, no regular file'],
  [(found) => found.isBlockDevice(), 'it is a block device, no regular file'],
  [(found) => found.isSymbolicLink(), 'it is a symbolic link, no regular file'],
];

/** What is wrong with a file's kind; `undefined` for a regular one. */
export const notRegular = (found: Stats): string | undefined => KINDS.find(([is]) => is(found))?.[1];
