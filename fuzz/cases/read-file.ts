/** Reading texts that people name. */
import { placeIn } from '../base/folder.ts';
import { type Read, readRegular } from '../base/regular-file.ts';
import { InputError, refusal } from '../scenario/input-error.ts';
import { MAX_BYTES } from '../scenario/yaml-source.ts';

/** `most`: bytes; `inside`: the folder that no link may lead out of. */
export interface Where {
  most?: number;
  inside?: string;
}

/** The text of a regular file in UTF-8, of up to 1 MiB unless said; throws an InputError for any other. `file` is its name in messages. */
export async function readText(path: string, file = path, { most = MAX_BYTES, inside }: Where = {}): Promise<string> {
  const read = await bytesOf(path, most, inside);
  if (!read.ok) throw refusal(file, read);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(read.value.bytes);
  } catch {
    throw new InputError('UNREADABLE', file, 'it is not text in UTF-8');
  }
}

async function bytesOf(path: string, most: number, inside: string | undefined): Promise<Read<{ bytes: Uint8Array }>> {
  if (inside === undefined) return readRegular(path, { most });
  const place = await placeIn(inside, path);
  return place.ok ? readRegular(place.real, { most, links: 'refused' }) : place;
}
