/** A binary, verified: everything that is known of it, and the verdict. */
import { type Bases, type Known, keysOf, lookUp } from './base.ts';
import type { Binary, Digests, FileMode } from './binary.ts';
import { type Builder, builderOf } from './builder.ts';
import { type Elf, readElf } from './elf.ts';
import { type Identity, identify } from './identify.ts';
import type { PackageRecord } from './package-record.ts';
import { oddities, type Permission } from './permissions.ts';
import { checkSignature, type Signed } from './signature.ts';
import { type Acceptable, accepted, judge, type Verdict } from './verdict.ts';

/** What the bytes of a file say. */
export interface Examined {
  size: number;
  digests: Digests;
  identity: Identity;
  elf: Elf;
  builder: Builder;
}

export interface Verified extends Examined, FileMode {
  /** As it was named. */
  file: string;
  known: Known;
  record: PackageRecord;
  signed?: Signed;
  permissions: Permission[];
  verdict: Verdict;
  /** Whether it passes. */
  accepted: boolean;
}

/** Looks into a binary; one that is too large to be looked into is none of an init. */
export function examine({ size, digests, bytes }: Pick<Binary, 'size' | 'digests' | 'bytes'>): Examined {
  if (bytes === undefined) return { size, digests, identity: { kind: 'other' }, elf: { kind: 'none' }, builder: {} };
  return { size, digests, identity: identify(bytes), elf: readElf(bytes), builder: builderOf(bytes) };
}

export interface Wanted {
  bases: Bases;
  accept: readonly Acceptable[];
}

/** The verdict on what was examined. */
export function verdictOn(
  examined: Examined & FileMode & { file: string; record: PackageRecord; signed?: Signed },
  { bases, accept }: Wanted,
): Verified {
  const { digests, identity, elf, record, signed } = examined;
  const known = lookUp(bases, digests);
  const verdict = judge({ known, identity, elf, record, ...(signed === undefined ? {} : { signed }) }, bases);
  const ok = accepted(verdict, { record, ...(signed === undefined ? {} : { signed }) }, accept);
  return { ...examined, known, permissions: oddities(examined), verdict, accepted: ok };
}

/** Checks a detached signature of a binary by the keys of the bases, and by those that are given. */
export function signatureOf({ bytes }: Binary, signature: Buffer, bases: Bases, keys: readonly Buffer[]): Promise<Signed> {
  if (bytes === undefined) return Promise.resolve({ kind: 'unchecked', why: 'the file is too large to be an init' });
  return checkSignature({ bytes, signature, known: keysOf(bases), keys });
}
