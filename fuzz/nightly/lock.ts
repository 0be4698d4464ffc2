/** One night at a time in a state: a lock that the kernel takes from the dead. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../cases/make-folder.ts';
import { takeLock } from '../execute/ffi.ts';

/** Who has it. `since`: as Date.toISOString has it. */
const HOLDER = z.object({ pid: z.int().min(1), host: z.string().max(300), since: z.string().max(40) });
export type Holder = z.infer<typeof HOLDER>;

/** Bytes that are read of a lock: what a holder writes is some 100. */
const MOST_BYTES = 1024;

/** `by` is undefined where the holder has not written who it is yet. */
export type Taken = { ok: true; release(): Promise<void> } | { ok: false; by: Holder | undefined };

/**
 * Takes the lock of a state, and makes its folder. It is on the open file, not in its content: a night that was killed holds none, and what it
 * wrote there is of no account. The file stays, since to remove it would be to race with the next one.
 */
export async function takeState(folder: string): Promise<Taken> {
  await makeFolder(folder);
  // No link is followed: the file is overwritten.
  const file = await open(join(folder, 'lock'), constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o644);
  try {
    if (!takeLock(file.fd)) {
      const by = await holderOf(file);
      await file.close();
      return { ok: false, by };
    }
    const holder: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
    const text = `${JSON.stringify(holder)}\n`;
    await file.truncate(0);
    await file.write(text, 0);
    return { ok: true, release: () => file.close() };
  } catch (error) {
    await file.close().catch(() => {});
    throw error;
  }
}

async function holderOf(file: FileHandle): Promise<Holder | undefined> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
  try {
    return HOLDER.parse(JSON.parse(buffer.toString('utf8', 0, bytesRead)));
  } catch {
    return undefined;
  }
}
