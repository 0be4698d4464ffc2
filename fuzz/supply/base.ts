/** The base of known digests: reading it, and what it knows of a file. Nothing is ever fetched. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readText } from '../cases/read-file.ts';
import { PACKAGE_ROOT } from '../execute/locate.ts';
import { InputError } from '../scenario/input-error.ts';
import { parseShape } from '../scenario/shape.ts';
import { unwrap } from '../scenario/yaml.ts';
import { parseSource } from '../scenario/yaml-source.ts';
import { type Base, baseSchema, type Lookalike, type Packaged, type Release, type UpstreamKey } from './base-schema.ts';
import type { Digests } from './binary.ts';

export const SHIPPED = join(PACKAGE_ROOT, 'targets', 'supply', 'digests.json');

/** A base, and whether who runs the command has given it. */
export interface Given {
  file: string;
  base: Base;
  private: boolean;
}

/** All bases of a run: the shipped one first. */
export type Bases = readonly Given[];

/** The shipped base and those in `files`; throws an InputError that points at what is wrong. */
export async function openBases(files: readonly string[] = []): Promise<Bases> {
  const shipped = { file: SHIPPED, base: parseBase(await readFile(SHIPPED, 'utf8'), SHIPPED), private: false };
  return [shipped, ...(await Promise.all(files.map(openPrivate)))];
}

const openPrivate = async (file: string): Promise<Given> => ({ file, base: parseBase(await readText(file), file), private: true });

/** The base in `text`, JSON; throws an InputError that points at what is wrong. */
export function parseBase(text: string, file: string): Base {
  const shaped = parseShape(baseSchema, parseJson(text, file));
  // Positions cost ten times as long, and are for people who mend it.
  return shaped.ok ? shaped.value : unwrap(parseSource(text, file), shaped);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new InputError('BAD_SHAPE', file, `it is no JSON: ${(error as Error).message}`);
  }
}

/** The day of the shipped base. */
export const dateOf = (bases: Bases): string => bases[0]?.base.date ?? '';

export interface KnownRelease {
  release: Release;
  /** Who vouches for it, each once; who gave a private base is one of them. */
  by: string[];
  /** By SHA-256 or SHA-512; SHA-1 alone is none, since two files with the same one can be made. */
  strong: boolean;
}

/** What the bases know of bytes with these digests. */
export interface Known {
  release?: KnownRelease;
  package?: Packaged;
  lookalike?: Lookalike;
  /** What the bytes really are, where somebody has declared their digest for an init. */
  falseClaim?: string;
}

/** Looks `digests` up. Entries of the same bytes are taken together: their sources add up. */
export function lookUp(bases: Bases, digests: Digests): Known {
  const { sha256 } = digests;
  const release = releaseOf(bases, digests);
  const find = <T extends { sha256: string }>(list: (base: Base) => T[]): T | undefined =>
    bases.flatMap(({ base }) => list(base)).find((one) => one.sha256 === sha256);
  const packaged = find((base) => base.packages);
  const lookalike = find((base) => base.lookalikes);
  const claim = find((base) => base.falseClaims);
  return {
    ...(release === undefined ? {} : { release }),
    ...(packaged === undefined ? {} : { package: packaged }),
    ...(lookalike === undefined ? {} : { lookalike }),
    ...(claim === undefined ? {} : { falseClaim: `${claim.is}, declared for ${claim.claimed}` }),
  };
}

function releaseOf(bases: Bases, digests: Digests): KnownRelease | undefined {
  const entries = bases.flatMap(({ base, file, private: own }) =>
    base.releases.filter((entry) => agrees(entry, digests)).map((release) => ({ release, vouchers: own ? [`you, by ${file}`] : [] })),
  );
  const [first] = entries;
  if (first === undefined) return undefined;
  const by = new Set(entries.flatMap(({ release, vouchers }) => [...release.sources.map((source) => source.by), ...vouchers]));
  const strong = entries.some(({ release }) => release.digests.sha256 !== undefined || release.digests.sha512 !== undefined);
  return { release: first.release, by: [...by], strong };
}

/** At least one, and none that differs. */
function agrees({ digests: known }: Release, digests: Digests): boolean {
  const pairs = Object.entries(known) as [keyof Digests, string][];
  return pairs.length > 0 && pairs.every(([name, value]) => digests[name] === value);
}

/** The package whose file has this build id, and other bytes. */
export const withBuildId = (bases: Bases, buildId: string): Packaged | undefined =>
  bases.flatMap(({ base }) => base.packages).find((one) => one.buildId === buildId);

/** The version of `init` that was released from commit `git`, which may be longer or shorter than what the base has. */
export function releasedFrom(bases: Bases, init: string, git: string): string | undefined {
  const commits = bases.flatMap(({ base }) => Object.entries(base.releaseCommits[init] ?? {}));
  return commits.find(([, commit]) => commit.startsWith(git) || git.startsWith(commit))?.[0];
}

/** A key of an upstream, with the file that has its text where there is one. */
export interface KnownKey extends Omit<UpstreamKey, 'file'> {
  path?: string;
}

export const keysOf = (bases: Bases): KnownKey[] =>
  bases.flatMap(({ base, file: at }) =>
    base.keys.map(({ file, ...key }) => ({ ...key, ...(file === undefined ? {} : { path: join(dirname(at), file) }) })),
  );
