/** Which release of which init a binary is: by its digest where the base has it, else by the texts in its bytes. */
import { readBinary } from './binary.ts';
import { type Bases, lookUp, openBases } from './base.ts';
import { identify } from './identify.ts';

/** A text proves nothing about who built it (`identify.ts`), but which contract a build is to be measured by. */
export interface Release {
  init?: string;
  /** `0.19.0`; absent where neither digest nor text tells it, as of a build between releases. */
  version?: string;
  /** Whether the bytes have this text. */
  has(text: string): boolean;
}

let shipped: Promise<Bases> | undefined;

/** The release of the binary at `path`. One that is too large to be an init has none. Throws an InputError where it is no regular file. */
export async function releaseOf(path: string): Promise<Release> {
  const { digests, bytes } = await readBinary(path, path);
  shipped ??= openBases();
  const { release, package: packaged } = lookUp(await shipped, digests);
  const known = release?.release ?? packaged;
  const has = (text: string): boolean => bytes?.includes(text, 0, 'latin1') ?? false;
  if (known !== undefined) return { init: known.init, version: known.version, has };
  const identity = bytes === undefined ? undefined : identify(bytes);
  return identity?.kind === 'init' ? { ...named(identity), has } : { has };
}

const named = ({ init, version }: { init: string; version?: string }): Omit<Release, 'has'> => ({
  init,
  ...(version === undefined ? {} : { version }),
});
