/** Writing so that a reader, or a crash at any moment, finds the old content or the new one, never a part. */
import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from './make-folder.ts';

/** Somebody may remove the folder between two calls of ours, as other campaigns do that try it; after so many times in a row it is no chance. */
const TRIES = 10;
/** What the kernel says then: it was not there, or it was there when it was to be made, and not when it was looked at. */
const GONE: (string | undefined)[] = ['ENOENT', 'EEXIST'];

/**
 * Replaces or makes the file at `path`, and its folders. The content is on the disk when this resolves (rename(2), fsync(2)); where it
 * rejects, with what the kernel said, the old content is there and nothing beside it.
 */
export async function writeFileAtomically(path: string, content: string): Promise<void> {
  for (let left = TRIES; ; left--) {
    try {
      return await writeOnce(path, content);
    } catch (error) {
      if (!GONE.includes((error as NodeJS.ErrnoException).code) || left <= 1) throw error;
    }
  }
}

async function writeOnce(path: string, content: string): Promise<void> {
  const folder = dirname(path);
  await makeFolder(folder);
  // Same folder, since rename(2) does not cross file systems; a dot in front, since listings leave those out.
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    await writeDurably(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    // Why it could not be written is to be told, and not why what was begun could not be removed.
    await rm(temporary, { force: true }).catch(() => {});
    // People know the file by its own name; of write(2) Node names none.
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
  await syncFolder(folder);
}

async function writeDurably(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx', 0o644);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The name is on the disk only when the folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
