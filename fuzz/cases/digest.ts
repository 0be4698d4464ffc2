/** What tells a binary from every other. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** The sha256 of the file at `path`, in hexadecimal digits. Throws where it cannot be read. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return hash.digest('hex');
}
