/** Which release of which init a binary is: by its digest where the base has it, else by the texts in its bytes. */
import { stat } from 'node:fs/promises';
import { MOST_BYTES, readBinary } from './binary.ts';
import { type Bases, lookUp, openBases } from './base.ts';
import { identify } from './identify.ts';

/** A text proves nothing about who built it (`identify.ts`), but which contract a build is to be measured by. */
export interface Release {
  init?: string;
  /** `0.19.0`; absent where neither digest nor text tells it, as of a build between releases. */
  version?: string;
  /** Who made these bytes, as far as the base knows: `of Debian`. Absent where it is the texts that tell, or nothing does. */
  from?: string;
  /** Whether the bytes have this text. */
  has(text: string): boolean;
}

let shipped: Promise<Bases> | undefined;

/** The release of the binary at `path`. One that is too large to be an init has none. Throws an InputError where it is no regular file. */
export async function releaseOf(path: string): Promise<Release> {
  if (await isLarge(path)) return { has: () => false };
  const { digests, bytes } = await readBinary(path, path);
  shipped ??= openBases();
  const { release, package: packaged } = lookUp(await shipped, digests);
  const has = (text: string): boolean => bytes?.includes(text, 0, 'latin1') ?? false;
  if (release !== undefined) return { init: release.release.init, version: release.release.version, from: 'as it was released', has };
  if (packaged !== undefined) return { init: packaged.init, version: packaged.version, from: `of ${capital(packaged.distribution)}`, has };
  const identity = bytes === undefined ? undefined : identify(bytes);
  return identity?.kind === 'init' ? { ...named(identity), has } : { has };
}

/** The digest of hundreds of megabytes takes seconds. */
const isLarge = async (path: string): Promise<boolean> => ((await stat(path).catch(() => undefined))?.size ?? 0) > MOST_BYTES;

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

const named = ({ init, version }: { init: string; version?: string }): Omit<Release, 'has'> => ({
  init,
  ...(version === undefined ? {} : { version }),
});
