/** Making folders so that the kernel's own word comes through. */
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes the folder at `path` and those above it; one that is there is fine. Returns those that it made, the deepest first. Throws what
 * mkdir(2) says: Node's own `recursive` says ENOENT for a full disk, and never ends below /proc (seen with 20.20).
 */
export async function makeFolder(path: string): Promise<string[]> {
  const first = await tryToMake(path);
  if (first.code !== 'ENOENT' || dirname(path) === path) return ended(path, first);
  const above = await makeFolder(dirname(path));
  return [...(await ended(path, await tryToMake(path))), ...above];
}

type Made = { code: 'made' } | { code: string | undefined; error: NodeJS.ErrnoException };

const tryToMake = (path: string): Promise<Made> =>
  mkdir(path).then(
    () => ({ code: 'made' }),
    (error: NodeJS.ErrnoException) => ({ code: error.code, error }),
  );

async function ended(path: string, made: Made): Promise<string[]> {
  if (!('error' in made)) return [path];
  // A folder that is there is EROFS on a read-only file system, and EACCES in a folder that may not be written.
  if (await isFolder(path)) return [];
  throw made.error;
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
