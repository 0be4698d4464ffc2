/** What tells a binary from every other. */
import { createHash } from 'node:crypto';
import { chunksOf, MOST_PROGRAM, withFile } from '../base/regular-file.ts';
import { refusal } from '../scenario/input-error.ts';

/** The sha256 of the program at `path`, of up to 1 GiB, in hexadecimal digits. Throws an InputError where it cannot be read. */
export async function digestOf(path: string): Promise<string> {
  const read = await withFile(path, { most: MOST_PROGRAM }, async ({ file }) => {
    const hash = createHash('sha256');
    for await (const part of chunksOf(file, MOST_PROGRAM)) hash.update(part);
    return hash.digest('hex');
  });
  if (read.ok) return read.value;
  throw refusal(path, read);
}
