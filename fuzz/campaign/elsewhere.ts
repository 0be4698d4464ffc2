/** The case of a finding on the other inits of a campaign: whether it is this init alone that is at fault. */
import { faultsOf, judgementsOn, mostTelling } from '../judge/fault.ts';
import type { Verdict } from '../judge/verdict.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { FoundTarget } from './find-target.ts';
import type { Violation } from './keep.ts';
import type { Lab } from './lab.ts';

/** What another target does in the same scenario: the same fault, or the verdict on the same property. */
export interface Elsewhere {
  target: string;
  now: 'same' | Verdict['kind'];
}

/** Targets that are asked: a line names no more, and shrinking takes a hundred times as many runs. */
const MOST_TARGETS = 12;

/**
 * One careful run on each other of `targets`. Of those that came to no end, since the time is over or for an error of initproof, nothing is
 * said.
 */
export async function elsewhere(
  lab: Lab,
  scenario: Scenario,
  { target, property, signature }: Pick<Violation, 'target' | 'property' | 'signature'>,
  targets: readonly FoundTarget[],
): Promise<Elsewhere[]> {
  const others = targets.filter((other) => other !== target).slice(0, MOST_TARGETS);
  const all = await Promise.all(
    others.map(async (other): Promise<Elsewhere[]> => {
      const examined = await lab.examine(scenario, other, 'careful');
      if (examined.kind !== 'examined') return [];
      const now = nowOf(examined.judgements, property, signature);
      return now === undefined ? [] : [{ target: other.name, now }];
    }),
  );
  return all.flat();
}

function nowOf(judgements: Parameters<typeof faultsOf>[0], property: string, signature: string): Elsewhere['now'] | undefined {
  if (faultsOf(judgements).some((fault) => fault.signature === signature)) return 'same';
  return mostTelling(judgementsOn(property, judgements))?.verdict.kind;
}
