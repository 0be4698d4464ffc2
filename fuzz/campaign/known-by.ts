/** By what a fault is known: a case of the corpus, what somebody has accepted, or what an earlier campaign found. */
import { type Acceptance, type BaselineEntry, caseOfEntry, dayOf, isInForce, readBaseline } from '../cases/baseline.ts';
import { listCases, type StoredCase } from '../cases/store.ts';
import { TAMPERED } from '../judge/fault.ts';
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

/** What the baseline at `path` accepts on that day; a file that has mistakes is an InputError. */
export async function acceptedIn(path: string, on = dayOf(new Date())): Promise<Accepted[]> {
  const entries = await readBaseline(path);
  return entries
    .filter((entry) => isInForce(entry, on))
    .map((entry) => ({ stored: caseOfEntry(entry, path), acceptance: acceptanceOf(entry) }));
}

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
