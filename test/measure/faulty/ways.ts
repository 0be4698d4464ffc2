/** Ways to come by scenarios in which a race may show. */
import { examinedOf } from '../../../fuzz/campaign/examination.ts';
import type { Drawn, Source } from './first-catch.ts';
import type { FoundTarget } from '../../../fuzz/campaign/find-target.ts';
import type { Lab } from '../../../fuzz/campaign/lab.ts';
import { BASES } from '../../../fuzz/explore/bases.ts';
import { cellsOf } from '../../../fuzz/explore/cells.ts';
import { placesOf } from '../../../fuzz/explore/places.ts';
import { caseRandom, scenarioAt } from '../../../fuzz/generate/seeds.ts';
import { canHold } from '../../../fuzz/guide/holding.ts';
import { inOrder, placedIn } from '../../../fuzz/guide/placing.ts';
import type { Scenario } from '../../../fuzz/scenario/scenario.ts';

export const WAYS = {
  /** A plain campaign: what meets what is chance. */
  timing:
    async (_lab: Lab, _target: FoundTarget, seed: number): Promise<Source> =>
    (index) =>
      scenarioAt(seed, index),
  /** Placements at drawn calls, in scenarios of the seed. */
  placement:
    async (lab: Lab, target: FoundTarget, seed: number): Promise<Source> =>
    (index) =>
      held(lab, target, seed, index, scenarioAt(seed, index), -1),
  /** And with who goes first after the fork drawn as well. */
  priorities:
    async (lab: Lab, target: FoundTarget, seed: number): Promise<Source> =>
    (index) =>
      held(lab, target, seed, index, inOrder(seed, index, scenarioAt(seed, index)), 0),
  /** The cells of an exploration, in an order of the seed's. */
  exploration: explorationOf,
} as const;

export type Way = keyof typeof WAYS;

/** The scenario with a placement at one of the calls that the target makes in it; as it is where it has none. */
async function held(lab: Lab, target: FoundTarget, seed: number, index: number, scenario: Scenario, from: number): Promise<Drawn> {
  if (!canHold(scenario)) return { scenario: scenarioAt(seed, index), us: 0 };
  const recorded = await lab.examine(scenario, target, 'recorded');
  // What the harness fails on it fails on again, and is told then.
  if (recorded.kind !== 'examined') return { scenario, us: 0 };
  return { scenario: placedIn(seed, index, scenario, recorded, from) ?? scenario, us: recorded.trace.us };
}

async function explorationOf(lab: Lab, target: FoundTarget, seed: number): Promise<Source> {
  const cells: Scenario[] = [];
  for (const base of BASES) {
    const { program, trace } = examinedOf(await lab.record(base.scenario, target));
    cells.push(...cellsOf(base, placesOf(base, program, trace)).map(({ scenario }) => scenario));
  }
  const random = caseRandom(seed, 0);
  for (let left = cells.length; left > 1; left--) {
    const taken = random.nextInt(0, left - 1);
    [cells[left - 1], cells[taken]] = [cells[taken] as Scenario, cells[left - 1] as Scenario];
  }
  return (index) => cells[index];
}
