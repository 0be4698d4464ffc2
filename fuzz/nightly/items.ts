/** What there is to say something of: what the ledger has, and what is on disk of the targets of tonight. */
import { join, relative } from 'node:path';
import { tells } from '../campaign/causes.ts';
import type { CampaignEvent } from '../campaign/events.ts';
import type { FoundTarget } from '../campaign/find-target.ts';
import { foundBefore } from '../campaign/known-by.ts';
import { parseRate } from '../campaign/trials.ts';
import type { StoredCase } from '../cases/store.ts';
import { TAMPERED } from '../judge/fault.ts';
import type { NightFinding } from './finding.ts';
import type { Replays } from './regress.ts';

type Failure = Extract<CampaignEvent, { type: 'failure' }>;

/** A finding on one of tonight's targets, and what was seen of it tonight. */
export interface Item {
  target: FoundTarget;
  /** What earlier nights have said of it; undefined for what none has told. */
  before: NightFinding | undefined;
  /** Its case; undefined where somebody has removed it. */
  stored: StoredCase | undefined;
  /** How often it showed when it last did. */
  rate: { shown: number; runs: number };
  replays: Replays;
  /** It was seen in a new scenario, or when it was looked into. */
  met: boolean;
  said: string;
}

const NONE: Replays = { shown: 0, runs: 0, held: 0 };

/** All that is known of the targets. What a killed night has left on disk is there, and has no `before`. */
export async function itemsOf(state: string, targets: readonly FoundTarget[], ledger: readonly NightFinding[]): Promise<Item[]> {
  const cases = await foundBefore(state, targets);
  return targets.flatMap((target) => {
    const own = cases.filter(({ case: saved }) => (saved.signature !== undefined && tells(saved, target)) || isTampering(saved, target));
    const told = ledger.filter((finding) => finding.target === target.name);
    const items = told.map((before): Item => {
      const stored = own.find(({ path }) => path === join(state, before.case)) ?? own.find(({ id }) => id === before.caseId);
      return { target, before, stored, rate: before.rate, replays: NONE, met: false, said: before.said };
    });
    const untold = own.filter((stored) => !items.some((item) => item.stored === stored));
    return [...items, ...untold.map((stored) => adopted(items, { target, before: undefined, stored, ...fromCase(stored) }))].filter(isOne);
  });
}

const isTampering = ({ property, found, expect }: StoredCase['case'], { name }: FoundTarget): boolean =>
  property === TAMPERED && (found?.target === name || name in expect);

const isOne = (item: Item | undefined): item is Item => item !== undefined;

function fromCase({ case: { found, comment } }: StoredCase): Pick<Item, 'rate' | 'replays' | 'met' | 'said'> {
  return { rate: parseRate(found?.repeats ?? '') ?? { shown: 1, runs: 1 }, replays: NONE, met: false, said: comment };
}

/** One whose case has gone takes a case with its signature; then there is no other item. */
function adopted(items: readonly Item[], item: Item): Item | undefined {
  const orphan = items.find(
    ({ before, stored }) =>
      before !== undefined &&
      (stored === undefined || before.property === TAMPERED) &&
      before.target === item.target.name &&
      before.signature === item.stored?.case.signature,
  );
  if (orphan === undefined) return item;
  orphan.stored = item.stored;
  return undefined;
}

/** Takes what a campaign has told of a failure; adds an item for one that is new. */
export function takeFailure(items: Item[], targets: readonly FoundTarget[], failure: Failure, stored: StoredCase | undefined): void {
  const { signature, repeats, said } = failure;
  const target = targets.find(({ name }) => name === failure.target);
  if (target === undefined) return;
  const [shown, runs] = repeats;
  const known = items.find((item) => item.target === target && item.stored?.id === failure.id && item.stored.case.signature === signature);
  if (known !== undefined) {
    known.met = true;
    return;
  }
  if (failure.known || stored === undefined) return;
  const item = adopted(items, { target, before: undefined, stored, rate: { shown, runs }, replays: NONE, met: true, said });
  if (item !== undefined) items.push(item);
  else for (const one of items) if (one.stored === stored) Object.assign(one, { met: true, rate: { shown, runs } });
}

/** Path of a case from the folder of the state. */
export const pathIn = (state: string, { path }: StoredCase): string => relative(state, path);
