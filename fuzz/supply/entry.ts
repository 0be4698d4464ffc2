/** A new entry for a private base of digests: the release that a binary says it is, and who vouches for it. */
import { readText } from '../cases/read-file.ts';
import { writeFileAtomically } from '../cases/write-file.ts';
import { parseBase } from './base.ts';
import type { Base, Release } from './base-schema.ts';
import type { Binary } from './binary.ts';
import { examine } from './verify.ts';
import type { Signed } from './signature.ts';

export interface EntryInput {
  /** The name that it is released by. */
  name: string;
  binary: Binary;
  /** What the bytes do not tell, or tell otherwise. */
  init?: string;
  version?: string;
  /** Who else vouches for it: where its digest was read. */
  sources: readonly string[];
  signed?: Signed;
}

export type Entry = { ok: true; release: Release } | { ok: false; why: string };

/** The entry, or what is missing for one. A signature that is not good makes none. */
export function makeEntry({ name, binary, init, version, sources, signed }: EntryInput): Entry {
  if (signed !== undefined && signed.kind !== 'good') return { ok: false, why: `the signature is ${signed.kind}: ${signed.why}` };
  const { identity, elf } = examine(binary);
  const told: { init?: string; version?: string } = identity.kind === 'init' ? identity : {};
  const [named, numbered] = [init ?? told.init, version ?? told.version];
  if (named === undefined) return { ok: false, why: 'its bytes are those of no init that is known: say which with --init NAME' };
  if (numbered === undefined) return { ok: false, why: 'its bytes do not tell the version: say which with --release VERSION' };
  const by = signed === undefined ? [] : [{ by: `signature by ${signed.who}`, at: `${signed.key}, made on ${signed.made}` }];
  const all = [...by, ...sources.map((source) => ({ by: source }))];
  if (all.length === 0)
    return { ok: false, why: 'nobody vouches for it: give --signature FILE, or where you have read its digest with --source TEXT' };
  const { sha256, sha512 } = binary.digests;
  const arch = elf.kind === 'elf' ? elf.arch : 'any';
  return { ok: true, release: { init: named, version: numbered, arch, files: [name], digests: { sha256, sha512 }, sources: all } };
}

/** Puts `release` into the base in `file`, which is made where there is none; one of the same bytes gets the new sources. `date`: of today. */
export async function addToBase(file: string, release: Release, date: string): Promise<Base> {
  const base = await readBase(file, date);
  const standing = base.releases.find(({ digests }) => digests.sha256 === release.digests.sha256);
  const others = base.releases.filter((one) => one !== standing);
  const added = { ...base, date, releases: [...others, standing === undefined ? release : merged(standing, release)] };
  await writeFileAtomically(file, `${JSON.stringify(added, undefined, 1)}\n`);
  return added;
}

async function readBase(file: string, date: string): Promise<Base> {
  const text = await readText(file).catch((error: Error & { reason?: string }) => {
    if (error.reason === 'there is no such file') return JSON.stringify({ version: 1, date });
    throw error;
  });
  return parseBase(text, file);
}

function merged(standing: Release, { files, sources }: Release): Release {
  const names = new Set([...standing.files, ...files]);
  const fresh = sources.filter(({ by }) => !standing.sources.some((one) => one.by === by));
  return { ...standing, files: [...names], sources: [...standing.sources, ...fresh] };
}
