/** Findings on disk: `found/<target>/` and `flaky/<target>/` below the folder of the campaign. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Case, Expectation, Provenance } from '../cases/case.ts';
import { whyNotWritten } from '../cases/file-error.ts';
import { placeOfCase, putCase, type StoredCase } from '../cases/store.ts';
import type { Fault } from '../judge/fault.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Behind } from './causes.ts';
import type { Repeats } from './confirm.ts';
import type { FoundTarget } from './find-target.ts';

/** A fault of a run, and where it comes from. */
export interface Violation extends Fault {
  scenario: Scenario;
  target: FoundTarget;
  /** Index in the campaign, for those that were generated. */
  index?: number;
  /** It is a change of an earlier one: the index does not give it again. */
  guided?: true;
  /** The case that was replayed, for others. */
  from?: StoredCase;
  /** Cases know its signature, and do not explain it. */
  behind?: Behind;
}

export interface Shelf {
  /** Folder of the campaign. */
  out: string;
  provenance: Omit<Provenance, 'target' | 'index' | 'guided' | 'repeats'>;
}

/**
 * What became of a finding on disk. `stored` is its latest form. Where that could not be written: `why`, and the `earlier` form that is
 * there instead, if one is.
 */
export type Keeping = { kind: 'kept'; stored: StoredCase } | { kind: 'not-kept'; stored: StoredCase; why: string; earlier?: StoredCase };

/** The form that is on disk, if one is. */
export const onDisk = (keeping: Keeping | undefined): StoredCase | undefined =>
  keeping?.kind === 'not-kept' ? keeping.earlier : keeping?.stored;

/** Name of the folder of a target: its name, or what the path that is its name ends with. */
export const folderName = (target: string): string =>
  target
    .split('/')
    .filter((part) => part !== '')
    .at(-1) ?? 'target';

/** Folder of what earlier campaigns found on a target. */
export const foundFolder = (out: string, target: string): string => join(out, 'found', folderName(target));

/** Folder of the scenarios that have shown something new on a target. */
export const workingFolder = (out: string, target: string): string => join(out, 'working', folderName(target));

/**
 * What a replay is to give. Tampering is kept as a case like any other, with `tampered` in the place of the property, since replay,
 * shrinking and bisection then work as they are; but no case says that it is to be expected, so that none can hide it.
 */
export const EXPECTED: Record<Fault['kind'], Expectation> = { violated: 'violated', tampered: 'holds' };

/** The case that a fault makes. */
function caseOf(
  { scenario, target, property, signature, kind, said, index, guided, from }: Violation,
  { shown, runs }: Repeats,
  { provenance }: Shelf,
): Case {
  const origin =
    from?.case.found ?? (index === undefined ? undefined : { ...provenance, index, ...(guided === undefined ? {} : { guided }) });
  return {
    comment: said,
    property,
    signature,
    expect: { [target.name]: EXPECTED[kind] },
    ...(origin === undefined ? {} : { found: { ...origin, target: target.name, repeats: `${shown}/${runs}` } }),
    scenario,
  };
}

/**
 * Writes a finding down; `kept`: it is safe on disk when this resolves. `before`: what became of an earlier form of it, which goes once
 * this one is safe. A disk that had no room may have some by now: it is tried each time.
 */
export async function keep(
  violation: Violation,
  kind: 'found' | 'flaky',
  repeats: Repeats,
  shelf: Shelf,
  before?: Keeping,
): Promise<Keeping> {
  const folder = join(shelf.out, kind, folderName(violation.target.name));
  const saved = caseOf(violation, repeats, shelf);
  return save(placeOfCase(folder, saved), onDisk(before));
}

/**
 * Sees to it at the end that it is there: a folder may have been removed meanwhile, or have room again. Returns the same `keeping` where
 * nothing is to be done.
 */
export async function keepAgain(keeping: Keeping): Promise<Keeping> {
  if (keeping.kind === 'kept' && (await isThere(keeping.stored))) return keeping;
  return save(keeping.stored, onDisk(keeping));
}

async function save(stored: StoredCase, earlier: StoredCase | undefined): Promise<Keeping> {
  try {
    return { kind: 'kept', stored: await putCase(stored, earlier) };
  } catch (error) {
    const why = whyNotWritten(error);
    return { kind: 'not-kept', stored, why, ...(earlier !== undefined && (await isThere(earlier)) ? { earlier } : {}) };
  }
}

const isThere = ({ path }: StoredCase): Promise<boolean> =>
  stat(path).then(
    () => true,
    // Without the right to look there is no telling that it has gone.
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  );
