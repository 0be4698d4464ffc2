/** The target that a file describes, as one release of its init promises it. */
import type { Releases, TargetFile, Version } from '../cases/target-file.ts';
import type { Target } from '../judge/contract.ts';
import { changed } from '../judge/contract-change.ts';
import type { Release } from '../supply/release.ts';

/** What of a target file a contract depends on. */
export type Described = Pick<TargetFile, 'args' | 'contract' | 'deviations'> & Partial<Pick<TargetFile, 'init' | 'versions'>>;

/**
 * Arguments, contract and deviations of `release`. One that is of another init, or that nobody can tell, is measured by what the newest
 * promises: who builds an init of today is to hear of what it lacks.
 */
export function ofRelease(file: Described, release: Release): Pick<Target, 'args' | 'contract' | 'deviations'> {
  const version = release.init === file.init ? release.version : undefined;
  const others = (file.versions ?? []).filter((other) => isOf(other, version, release));
  return {
    args: others.findLast(({ args }) => args !== undefined)?.args ?? file.args,
    contract: others.reduce((contract, { contract: change }) => changed(contract, change), file.contract),
    deviations: file.deviations.filter((deviation) => within(deviation, version)).map(({ since: _, until: __, ...rest }) => rest),
  };
}

/** Releases from before they had a number in them are told by another text. */
const isOf = (other: Version, version: string | undefined, release: Release): boolean =>
  within(other, version) || (release.version === undefined && other.text !== undefined && release.has(other.text));

/** Whether a release is between two others; one that nobody can tell is the newest. */
export function within({ since, until }: Releases, version: string | undefined): boolean {
  if (version === undefined) return until === undefined;
  return (since === undefined || inOrder(since, version) <= 0) && (until === undefined || inOrder(version, until) < 0);
}

/** Numbers by their value: 0.9.0 is before 0.10.0. */
function inOrder(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number)) as [number[], number[]];
  const differs = left.findIndex((part, n) => part !== right[n]);
  return differs < 0 ? left.length - right.length : (left[differs] ?? 0) - (right[differs] ?? -1);
}
