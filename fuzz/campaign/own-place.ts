/** Where an init is in its sandbox. */
import { open, realpath } from 'node:fs/promises';
import { isFree } from './shown-files.ts';

/**
 * Its own place on this machine, absolute, where it looks for what lies beside it: an init with files of its own, and a script, which mostly loads
 * others (npm is one file of a hundred). Else none, and it is in a folder of ours; so where nothing can be shown at that place.
 */
export async function ownPlace(binary: string, hasFiles: boolean): Promise<{ ownPlace?: string }> {
  const place = await realpath(binary);
  return isFree(place) && (hasFiles || (await isScript(place))) ? { ownPlace: place } : {};
}

/** As execve(2) tells them. */
async function isScript(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.toString('latin1', 0, bytesRead) === '#!';
  } finally {
    await file.close();
  }
}
