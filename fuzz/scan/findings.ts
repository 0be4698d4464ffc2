/** All that is wrong with an image: what its inits are, what is known of them, and what the lints say. The worst first. */
import { printable } from '../base/printable.ts';
import { recordOf, type Root } from '../supply/package-record.ts';
import type { VerdictKind } from '../supply/verdict.ts';
import { concerning, subjectOf, toFinding } from './advisories.ts';
import { type Finding, LEVELS } from './finding.ts';
import type { FoundInit, Linted } from './linted.ts';
import { LINTS } from './lints.ts';
import type { Osv } from './osv.ts';
import type { Pid1 } from './pid1.ts';

/** Findings of `image`. */
export function findingsOf(image: Linted, osv: Osv): Finding[] {
  return sorted([
    ...image.inits.flatMap(unverified),
    ...together(image.inits.flatMap((init) => known(init, osv))),
    ...LINTS.flatMap((lint) => lint(image)),
  ]);
}

/** The worst first; else as they came. */
export const sorted = (findings: readonly Finding[]): Finding[] => LEVELS.flatMap((level) => findings.filter((one) => one.level === level));

function unverified({ path, verified: { verdict, accepted } }: FoundInit): Finding[] {
  if (accepted) return [];
  const modified = verdict.kind === 'modified';
  const said = `${printable(path)} is ${AS[verdict.kind]}: ${verdict.what}; ${verdict.why.map(printable).join('; ')}`;
  return [{ rule: modified ? 'modified-init' : 'unverified-init', level: modified ? 'error' : 'warning', said, path }];
}

const AS: Readonly<Record<VerdictKind, string>> = {
  'known-good': 'a known good file',
  'known-package': 'the file of a package',
  'single-source': 'a file that one source alone knows',
  'unknown-build': 'an unknown build',
  modified: 'modified',
  unknown: 'none that is known',
};

/** What is on record of its version. Packages are signed by their distribution, whatever upstream does. */
function known({ path, verified, ecosystem }: FoundInit, osv: Osv): Finding[] {
  return concerning(subjectOf(verified, ecosystem), osv)
    .filter(({ database_specific: ours }) => !(ours?.kind === 'provenance' && verified.verdict.kind === 'known-package'))
    .map((record) => toFinding(record, verified.verdict.what, path));
}

/** The same record of several files is one finding. */
function together(findings: readonly Finding[]): Finding[] {
  const found = new Map<string, Finding>();
  for (const one of findings) {
    const first = found.get(one.record ?? '');
    const also = one.path === undefined ? [] : [one.path];
    found.set(one.record ?? '', first === undefined ? one : { ...first, also: [...(first.also ?? []), ...also] });
  }
  return [...found.values()];
}

/** What is on record of a PID 1 that no rule knows, systemd say, by its package alone. */
export async function knownOfPackage(
  { kind, path, examined }: Pid1,
  root: Root,
  ecosystem: string | undefined,
  osv: Osv,
): Promise<Finding[]> {
  if (kind !== 'other-init' || path === undefined || examined === undefined || ecosystem === undefined) return [];
  const record = await recordOf(root, path, examined.digests);
  if (record.kind === 'none' || record.revision === undefined) return [];
  const { package: name, revision } = record;
  return concerning({ package: { name, revision, ecosystem } }, osv).map((one) => toFinding(one, printable(`${name} ${revision}`), path));
}
