/** The verdict on a binary: what follows from what is known of it. Pure, so that every row of the table can be tried. */
import { type Bases, type Known, releasedFrom, withBuildId } from './base.ts';
import type { Packaged } from './base-schema.ts';
import type { Elf } from './elf.ts';
import type { Identity } from './identify.ts';
import type { PackageRecord } from './package-record.ts';
import type { Signed } from './signature.ts';

export const VERDICTS = ['known-good', 'known-package', 'single-source', 'unknown-build', 'modified', 'unknown'] as const;
export type VerdictKind = (typeof VERDICTS)[number];

/** What passes without being asked for. */
const PASSES: readonly VerdictKind[] = ['known-good', 'known-package'];

/** What `--accept` may add: verdicts, and `recorded`: an unknown build that its package manager's record agrees with. */
export const ACCEPTABLE = ['single-source', 'recorded', 'unknown-build', 'unknown'] as const;
export type Acceptable = (typeof ACCEPTABLE)[number];

export interface Verdict {
  kind: VerdictKind;
  /** What it is, as far as anybody knows: `tini 0.19.0`. */
  what: string;
  /** One sentence each, the decisive one first. */
  why: string[];
}

export interface Evidence {
  known: Known;
  identity: Identity;
  elf: Elf;
  record: PackageRecord;
  signed?: Signed;
}

/** Two sources that do not know of each other: one may have been deceived, or have mistyped it. */
const ENOUGH = 2;

/** The verdict. A version text alone never passes: anybody can write one. */
export function judge(evidence: Evidence, bases: Bases): Verdict {
  const what = nameOf(evidence);
  for (const rule of RULES) {
    const found = rule(evidence, bases);
    if (found !== undefined) return { what, ...found };
  }
  return { what, kind: 'unknown', why: [whyUnknown(evidence.identity)] };
}

/** Whether it passes: a signature that was given must be good besides. */
export function accepted(
  { kind }: Verdict,
  { record, signed }: Pick<Evidence, 'record' | 'signed'>,
  accept: readonly Acceptable[],
): boolean {
  if (signed !== undefined && signed.kind !== 'good') return false;
  if (PASSES.includes(kind) || (accept as readonly string[]).includes(kind)) return true;
  return kind === 'unknown-build' && record.kind === 'agrees' && accept.includes('recorded');
}

type Rule = (evidence: Evidence, bases: Bases) => Omit<Verdict, 'what'> | undefined;

/** In this order: what is known by its digest goes before what its texts say. */
const RULES: readonly Rule[] = [byRelease, byPackage, bySignature, bySingleSource, byLookalike, byBuildId, byRecord, byCommit, byTexts];

function byRelease({ known: { release } }: Evidence): Omit<Verdict, 'what'> | undefined {
  if (release === undefined || !release.strong || release.by.length < ENOUGH) return undefined;
  return { kind: 'known-good', why: [`the release file ${release.release.files[0]}, by ${list(release.by)}`] };
}

function byPackage({ known: { package: packaged } }: Evidence): Omit<Verdict, 'what'> | undefined {
  return packaged === undefined ? undefined : { kind: 'known-package', why: [`the file of ${packageName(packaged)}`] };
}

function bySignature({ signed }: Evidence): Omit<Verdict, 'what'> | undefined {
  if (signed?.kind !== 'good') return undefined;
  return { kind: 'known-good', why: [`signed by ${signed.who} on ${signed.made}`] };
}

function bySingleSource({ known: { release } }: Evidence): Omit<Verdict, 'what'> | undefined {
  if (release === undefined) return undefined;
  const said = `the release file ${release.release.files[0]}, by ${list(release.by)}`;
  return { kind: 'single-source', why: [release.strong ? `${said} alone` : `${said}, and by SHA-1 only`] };
}

function byLookalike({ known: { lookalike } }: Evidence): Omit<Verdict, 'what'> | undefined {
  if (lookalike === undefined) return undefined;
  return { kind: lookalike.kind === 'changed' ? 'modified' : 'unknown-build', why: [`${lookalike.why}; seen in ${lookalike.seen}`] };
}

function byBuildId({ elf }: Evidence, bases: Bases): Omit<Verdict, 'what'> | undefined {
  const packaged = elf.kind === 'elf' && elf.buildId !== undefined ? withBuildId(bases, elf.buildId) : undefined;
  if (packaged === undefined) return undefined;
  return { kind: 'modified', why: [`it has the build id of ${packageName(packaged)}, and other bytes`] };
}

function byRecord({ record }: Evidence): Omit<Verdict, 'what'> | undefined {
  if (record.kind !== 'differs') return undefined;
  return {
    kind: 'modified',
    why: [`${record.manager} has recorded other bytes for it when it unpacked ${record.package} ${record.revision ?? ''}`.trimEnd()],
  };
}

function byCommit({ identity }: Evidence, bases: Bases): Omit<Verdict, 'what'> | undefined {
  if (identity.kind !== 'init' || identity.git === undefined) return undefined;
  const { init, git, dirty, version } = identity;
  if (dirty === true) return { kind: 'modified', why: [`built from a changed tree: it says git.${git}-dirty`] };
  const released = releasedFrom(bases, init, git);
  if (released === version) return undefined;
  if (released === undefined) return { kind: 'modified', why: [`built from commit ${git}, from which nothing was released`] };
  return { kind: 'modified', why: [`built from commit ${git}, which is that of ${released}, and says it is ${version ?? 'nothing'}`] };
}

function byTexts({ identity, record }: Evidence): Omit<Verdict, 'what'> | undefined {
  if (identity.kind !== 'init') return undefined;
  const why = ['only the texts in it say so: no source knows its digest'];
  if (record.kind === 'agrees')
    why.push(`${record.manager}'s own record agrees (${record.package} ${record.revision ?? ''}): good against damage alone`);
  return { kind: 'unknown-build', why };
}

function whyUnknown(identity: Identity): string {
  const whys = {
    init: '',
    'version-text': 'it has the version text of tini, and nothing else that tini has; tini built with TINI_MINIMAL has no more either',
    script: 'it is a script',
    program: 'it has the marks of no init that is known',
    other: 'it is no program',
  } as const;
  return identity.kind === 'script' ? `${whys.script}, run by ${identity.interpreter || 'nothing'}` : whys[identity.kind];
}

/** Digests know best; then the texts in it. */
function nameOf({ known, identity }: Evidence): string {
  const entry = known.release?.release ?? known.package;
  if (entry !== undefined) return `${entry.init} ${entry.version}`;
  if (known.falseClaim !== undefined) return known.falseClaim;
  if (identity.kind === 'init') return `${identity.init} ${identity.version ?? 'of no version'}${commit(identity)}`;
  if (identity.kind === 'version-text') return `says ${identity.init} ${identity.version}${commit(identity)}`;
  return { script: 'a script', program: 'a program', other: 'no program' }[identity.kind];
}

function commit({ git, dirty }: { git?: string; dirty?: boolean }): string {
  return git === undefined ? '' : ` git.${git}${dirty === true ? '-dirty' : ''}`;
}

/** `debian bookworm tini 0.19.0-1+b3 amd64`. */
export const packageName = ({ distribution, suites, package: name, revision, arch }: Packaged): string =>
  `${distribution} ${suites.join('/')} ${name} ${revision} ${arch}`;

/** Names that are listed before it says how many more there are. */
const SHOWN = 2;

function list(names: readonly string[]): string {
  const rest = names.length - SHOWN;
  return rest > 0 ? `${names.slice(0, SHOWN).join(', ')} and ${rest} more` : names.join(' and ');
}
