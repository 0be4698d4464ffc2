/** Which advisories and known defects are of an init: by its package's version first, by upstream's second. */
import { printable } from '../base/printable.ts';
import type { Verified } from '../supply/verify.ts';
import type { Finding, Level } from './finding.ts';
import type { Affected, Osv, OsvRecord } from './osv.ts';
import { compareDebian, compareDotted } from './versions.ts';

export interface Subject {
  init?: string;
  /** Upstream's. */
  version?: string;
  /** The package that it is from, and where that is from: `Debian:12`. */
  package?: { name: string; revision: string; ecosystem: string };
}

/** What an init is, for looking it up. `ecosystem`: of the image's packages, as OSV names it. */
export function subjectOf(
  { known, identity, record }: Pick<Verified, 'known' | 'identity' | 'record'>,
  ecosystem: string | undefined,
): Subject {
  const entry = known.release?.release ?? known.package;
  const named = entry ?? (identity.kind === 'init' ? identity : undefined);
  const packaged =
    record.kind === 'none' || record.revision === undefined || ecosystem === undefined
      ? undefined
      : { name: record.package, revision: record.revision, ecosystem };
  return {
    ...(named === undefined ? {} : { init: named.init, ...(named.version === undefined ? {} : { version: named.version }) }),
    ...(packaged === undefined ? {} : { package: packaged }),
  };
}

/** The records of `osv` that are of it. */
export const concerning = (subject: Subject, { records }: Osv): OsvRecord[] =>
  records.filter(({ affected }) => affected.some((one) => isAffected(subject, one)));

function isAffected({ init, version, package: packaged }: Subject, affected: Affected): boolean {
  const { package: named, database_specific: ours, versions } = affected;
  if (named === undefined || named === null) {
    return init !== undefined && version !== undefined && ours?.init === init && versions.includes(version);
  }
  if (packaged !== undefined && isOf(named.ecosystem, packaged.ecosystem)) {
    return named.name === packaged.name && hits(affected, packaged.revision, compareDebian);
  }
  // A distribution's record says nothing of other builds.
  if (DISTRIBUTION.test(named.ecosystem)) return false;
  return init !== undefined && version !== undefined && named.name === init && hits(affected, version, compareDotted);
}

const DISTRIBUTION =
  /^(?:Debian|Ubuntu|Alpine|Red Hat|Rocky Linux|AlmaLinux|SUSE|openSUSE|Wolfi|Chainguard|Photon OS|Mageia|openEuler|Azure Linux)\b/;

/** `Debian` is any release of it, `Ubuntu:22.04:LTS` is `Ubuntu:22.04`. */
const isOf = (record: string, ours: string): boolean => record === ours || record === ours.split(':')[0] || record.startsWith(`${ours}:`);

function hits({ versions, ranges }: Affected, version: string, compare: (a: string, b: string) => number): boolean {
  if (versions.includes(version)) return true;
  return ranges.some(({ type, events }) => type !== 'GIT' && isInRange(events, version, compare));
}

/** Events in order: after `introduced` it is affected, from `fixed` on, and after `last_affected`, it is not. */
function isInRange(events: readonly Record<string, string>[], version: string, compare: (a: string, b: string) => number): boolean {
  let affected = false;
  for (const { introduced, fixed, last_affected: last } of events) {
    if (introduced !== undefined && (introduced === '0' || compare(version, introduced) >= 0)) affected = true;
    if (fixed !== undefined && compare(version, fixed) >= 0) affected = false;
    if (last !== undefined && compare(version, last) > 0) affected = false;
  }
  return affected;
}

const KINDS: Readonly<Record<string, { rule: string; levels: (level: string | undefined) => Level }>> = {
  defect: { rule: 'known-defect', levels: (level) => (({ high: 'error', medium: 'warning' }) as const)[level ?? ''] ?? 'note' },
  behaviour: { rule: 'known-behaviour', levels: () => 'note' },
  identification: { rule: 'known-behaviour', levels: () => 'note' },
  provenance: { rule: 'provenance', levels: () => 'note' },
};
/** Of records of others, too, that do not say. */
const ADVISORY = { rule: 'advisory', levels: (): Level => 'error' };

/** A record as a finding on the file at `path`. */
export function toFinding({ id, aliases, summary, references, database_specific: ours }: OsvRecord, what: string, path: string): Finding {
  const { rule, levels } = KINDS[ours?.kind ?? ''] ?? ADVISORY;
  const [link] = references;
  const names = [id, ...aliases].map(printable).join(', ');
  return {
    rule,
    level: levels(ours?.level),
    said: `${what}: ${printable(summary || 'no summary')} (${names})`,
    path,
    record: id,
    ...(ours?.case === undefined ? {} : { case: ours.case }),
    ...(link === undefined ? {} : { link: link.url }),
  };
}
