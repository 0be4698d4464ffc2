/** Which files are looked into while a file system is gone through: programs that may be inits. */
import { digestBytes } from '../supply/binary.ts';
import { examine, type Examined } from '../supply/verify.ts';
import type { Node } from './tree.ts';

/** Largest program that is looked into, bytes: an init has 1 MiB at most, one in Go some 10. PID 1 itself is looked into whatever its size is. */
export const MOST_CANDIDATE = 16 * 1024 ** 2;

/** What inits are called: a file with such a name is looked at even if it is none. */
const NAMES = /^(tini(-static|-amd64|-arm64)?|dumb-init|catatonit|docker-init|podman-init)$/;

/** Whether the file at `path` may be an init, before its content is seen. Without an execute bit the kernel does not start it. */
export const mayBeInit = ({ type, mode, size }: Pick<Node, 'type' | 'mode' | 'size'>): boolean =>
  type === 'file' && (mode & 0o111) !== 0 && size > 0 && size <= MOST_CANDIDATE;

/** Whether it goes on to be one by its first bytes: a program or a script. */
export function beginsAsProgram(head: Uint8Array): boolean {
  const start = Buffer.from(head.subarray(0, 4)).toString('latin1');
  return start === '\x7fELF' || start.startsWith('#!');
}

/** What is known of `bytes`, where they are those of an init, or are called like one. */
export async function asInit(path: string, bytes: Buffer): Promise<Examined | undefined> {
  const { identity, elf, builder } = examine({ size: bytes.length, digests: NO_DIGESTS, bytes });
  const named = NAMES.test(path.slice(path.lastIndexOf('/') + 1));
  if (identity.kind !== 'init' && identity.kind !== 'version-text' && !named) return undefined;
  const { size, digests } = await digestBytes(bytes);
  return { size, digests, identity, elf, builder };
}

const NO_DIGESTS = { sha256: '', sha512: '', sha1: '', md5: '' };
