/** By what a fault is known: a case of the corpus, what somebody has accepted, or what an earlier campaign found. */
import {
  type Acceptance,
  BASELINE,
  type BaselineEntry,
  baselineFile,
  caseOfEntry,
  dayOf,
  entriesAt,
  isInForce,
  isLapsed,
} from '../cases/baseline.ts';
import { listCases, type StoredCase } from '../cases/store.ts';
import { withCode } from '../cause/codes.ts';
import { isExplained } from '../cause/trigger.ts';
import { TAMPERED } from '../judge/fault.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { tells } from './causes.ts';
import type { FoundTarget } from './find-target.ts';
import { foundFolder } from './keep.ts';
import { parseRate } from './trials.ts';

/** `before`: it was told, and nobody has said that it may be. */
export type KnownBy = { kind: 'corpus' } | { kind: 'accepted'; acceptance: Acceptance } | { kind: 'before' };

const CORPUS: KnownBy = { kind: 'corpus' };

/** A case that somebody has accepted. */
export interface Accepted {
  stored: StoredCase;
  acceptance: Acceptance;
}

/** All that is known when a campaign begins. A case that several say is the corpus's, else accepted. */
export class KnownFaults {
  readonly cases: readonly StoredCase[];
  readonly #by = new Map<StoredCase, KnownBy>();

  constructor(corpus: readonly StoredCase[], accepted: readonly Accepted[] = [], before: readonly StoredCase[] = []) {
    for (const { stored, acceptance } of accepted) this.#by.set(stored, { kind: 'accepted', acceptance });
    for (const stored of before) this.#by.set(stored, { kind: 'before' });
    // The first that explains a violation is what it is known by.
    this.cases = [...corpus, ...accepted.map(({ stored }) => stored), ...before];
  }

  by(stored: StoredCase): KnownBy {
    return this.#by.get(stored) ?? CORPUS;
  }
}

/**
 * What earlier campaigns with this folder found on these targets, and told. One that was killed may have left some that were never
 * confirmed: these are not among them, and are told as what they are.
 */
export async function foundBefore(out: string, targets: readonly FoundTarget[]): Promise<StoredCase[]> {
  const listed = await Promise.all(targets.map(({ name }) => listCases(foundFolder(out, name))));
  const cases = new Map(listed.flatMap((folder) => folder.cases).map((stored) => [stored.path, stored]));
  return [...cases.values()].filter(({ case: { found, property } }) => {
    return found === undefined || property === TAMPERED || parseRate(found.repeats) !== undefined;
  });
}

/** What somebody has accepted: on that day, and until a day before it. */
export interface Baseline {
  accepted: Accepted[];
  lapsed: Accepted[];
}

/**
 * What a baseline accepts: of a file, of the folder of a state, or of this project where there is no path. A file that is named and not there,
 * or has mistakes, is an InputError.
 */
export async function baselineAt(path: string | undefined, on = dayOf(new Date())): Promise<Baseline> {
  const entries = await entriesAt(path);
  const of = (chosen: BaselineEntry[]): Accepted[] =>
    chosen.map((entry) => ({ stored: caseOfEntry(entry, baselineFile(path ?? BASELINE)), acceptance: acceptanceOf(entry) }));
  return { accepted: of(entries.filter((entry) => isInForce(entry, on))), lapsed: of(entries.filter((entry) => isLapsed(entry, on))) };
}

/** What the baseline at `path` accepts on that day, likewise. */
export const acceptedIn = async (path: string, on?: string): Promise<Accepted[]> => (await baselineAt(path, on)).accepted;

/**
 * What has accepted this finding until a day that is over, by its case. With any exit code: nothing is run here, so that nobody can tell whether
 * the code matters, and it is said beside a failure, which counts anyway.
 */
export const lapsedOf = (
  lapsed: readonly Accepted[],
  target: { name: string },
  signature: string,
  scenario: Scenario,
): Accepted | undefined =>
  lapsed.find(
    ({ stored: { case: known } }) =>
      known.signature === signature && tells(known, target) && isExplained(scenario, [known.scenario, withCode(known.scenario, 0)]),
  );

const acceptanceOf = ({ reason, owner, since, until }: BaselineEntry): Acceptance => ({
  reason,
  ...(owner === undefined ? {} : { owner }),
  since,
  until,
});

/** What events say of it. */
export const knownNotes = (by: KnownBy | undefined): { known: boolean; before?: true; accepted?: Acceptance } => {
  switch (by?.kind) {
    case undefined:
      return { known: false };
    case 'corpus':
      return { known: true };
    case 'accepted':
      return { known: true, accepted: by.acceptance };
    case 'before':
      return { known: false, before: true };
  }
};
