/** Which cases say the same thing. */
import type { StoredCase } from '../cases/store.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { membersOf } from '../scenario/steps.ts';
import { processCount } from '../scenario/validate.ts';
import { contains } from './contains.ts';

/** Those that it shows to be at fault. */
const targetsOf = ({ expect, found }: StoredCase['case']): string[] => [
  ...Object.keys(expect).filter((name) => expect[name] === 'violated'),
  ...(found === undefined ? [] : [found.target]),
];

/**
 * Cases that are not needed: another one, smaller or earlier in the list, has the same signature and the same targets, and all of it is in
 * them. A case that lacks something of that one has another cause, which a campaign tells as new. Those of different public reports are
 * needed: who looks for theirs is to find it, and the causes are those of different inits.
 */
export function redundant(cases: readonly StoredCase[]): { stored: StoredCase; coveredBy: StoredCase }[] {
  const keyed = cases.flatMap((stored) => (stored.case.signature === undefined ? [] : [{ stored, key: keyOf(stored.case) }]));
  const smallestFirst = [...keyed].sort((a, b) => size(a.stored.case.scenario) - size(b.stored.case.scenario));
  return keyed.flatMap(({ stored, key }) => {
    const first = smallestFirst.find((other) => other.key === key && (other.stored === stored || isIn(other.stored, stored)));
    return first === undefined || first.stored === stored ? [] : [{ stored, coveredBy: first.stored }];
  });
}

const isIn = (small: StoredCase, large: StoredCase): boolean => contains(large.case.scenario, small.case.scenario);

const keyOf = (known: StoredCase['case']): string => JSON.stringify([known.signature, [...new Set(targetsOf(known))].sort(), known.report]);

/** Steps, then processes, in one number. */
function size(scenario: Scenario): number {
  const steps = scenario.steps.reduce((sum, step) => sum + (membersOf(step)?.length ?? 1), 0);
  return steps * 1000 + processCount(scenario);
}
