/** Findings on disk: `found/<target>/` and `flaky/<target>/` below the folder of the campaign. */
import { join } from 'node:path';
import type { Case, Expectation, Provenance } from '../cases/case.ts';
import { saveCase, type StoredCase } from '../cases/store.ts';
import type { Fault } from '../judge/fault.ts';
import type { Scenario } from '../scenario/scenario.ts';
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
}

export interface Shelf {
  /** Folder of the campaign. */
  out: string;
  provenance: Omit<Provenance, 'target' | 'index' | 'guided' | 'repeats'>;
}

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
 * What a replay is to give. Tampering is kept as a case like any other, with `tampered` in the place of the property, since replay, shrinking
 * and bisection then work as they are; but no case says that it is to be expected, so that none can hide it.
 */
export const EXPECTED: Record<Fault['kind'], Expectation> = { violated: 'violated', tampered: 'holds' };

/** Writes a finding down; it is safe on disk when this resolves. `replaces`: an earlier form of it, which goes then. */
export function keep(
  { scenario, target, property, signature, kind: fault, said, index, guided, from }: Violation,
  kind: 'found' | 'flaky',
  { shown, runs }: Repeats,
  { out, provenance }: Shelf,
  replaces?: StoredCase,
): Promise<StoredCase> {
  const origin =
    from?.case.found ?? (index === undefined ? undefined : { ...provenance, index, ...(guided === undefined ? {} : { guided }) });
  const saved: Case = {
    comment: said,
    property,
    signature,
    expect: { [target.name]: EXPECTED[fault] },
    ...(origin === undefined ? {} : { found: { ...origin, target: target.name, repeats: `${shown}/${runs}` } }),
    scenario,
  };
  return saveCase(join(out, kind, folderName(target.name)), saved, replaces);
}
