/** Ways to come by scenarios in which a race may show. */
import { examinedOf } from '../../campaign/examination.ts';
import type { FoundTarget } from '../../campaign/find-target.ts';
import type { Lab } from '../../campaign/lab.ts';
import { BASES } from '../../explore/bases.ts';
import { cellsOf } from '../../explore/cells.ts';
import { placesOf } from '../../explore/places.ts';
import { placedAt } from '../../generate/placing.ts';
import { caseRandom, scenarioAt } from '../../generate/seeds.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/** By index, for a seed; undefined after the last one. */
type Source = (index: number) => Scenario | undefined;

export const WAYS = {
  /** A plain campaign: what meets what is chance. */
  timing:
    async (_lab: Lab, _target: FoundTarget, seed: number): Promise<Source> =>
    (index) =>
      scenarioAt(seed, index),
  /** Placements at drawn calls, in scenarios of the seed. */
  placement:
    async (_lab: Lab, _target: FoundTarget, seed: number): Promise<Source> =>
    (index) =>
      placedAt(seed, index, 100),
  /** And with who goes first after the fork drawn as well. */
  priorities:
    async (_lab: Lab, _target: FoundTarget, seed: number): Promise<Source> =>
    (index) =>
      placedAt(seed, index, 100, true),
  /** The cells of an exploration, in an order of the seed's. */
  exploration: explorationOf,
} as const;

export type Way = keyof typeof WAYS;

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
