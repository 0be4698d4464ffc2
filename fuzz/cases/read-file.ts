/** Reading files that people name: the reasons why that fails, in words. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { InputError } from '../scenario/input-error.ts';
import { MAX_BYTES } from '../scenario/yaml-source.ts';

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'it may not be read',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
};

/** The text of a regular file of up to 1 MiB in UTF-8; throws an InputError for any other. `file` is its name in messages. */
export async function readText(path: string, file = path): Promise<string> {
  const bytes = await readBytes(path, file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError('UNREADABLE', file, 'it is not text in UTF-8');
  }
}

async function readBytes(path: string, file: string): Promise<Uint8Array> {
  try {
    // Not blocking, so that a FIFO without a writer is refused and not waited for (open(2), O_NONBLOCK).
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) throw new InputError('UNREADABLE', file, stat.isDirectory() ? 'it is a folder' : 'it is not a regular file');
      if (stat.size > MAX_BYTES) throw new InputError('TOO_LARGE', file, `the file has ${stat.size} bytes, the limit is ${MAX_BYTES}`);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
    throw reason === undefined ? error : new InputError('UNREADABLE', file, reason);
  }
}
