/** Which cases say the same thing. */
import type { Scenario } from '../scenario/scenario.ts';
import { membersOf } from '../scenario/steps.ts';
import { processCount } from '../scenario/validate.ts';
import type { StoredCase } from './store.ts';

/** Those that it shows to be at fault. */
const targetsOf = ({ expect, found }: StoredCase['case']): string[] => [
  ...Object.keys(expect).filter((name) => expect[name] === 'violated'),
  ...(found === undefined ? [] : [found.target]),
];

/**
 * Cases that are not needed: another one, smaller or earlier in the list, has the same signature and the same targets. Those of different
 * public reports are: who looks for theirs is to find it, and the causes are those of different inits.
 */
export function redundant(cases: readonly StoredCase[]): { stored: StoredCase; coveredBy: StoredCase }[] {
  const best = new Map<string, StoredCase>();
  const keyed = cases.flatMap((stored) => (stored.case.signature === undefined ? [] : [{ stored, key: keyOf(stored.case) }]));
  for (const { stored, key } of keyed) {
    const known = best.get(key);
    if (known === undefined || size(stored.case.scenario) < size(known.case.scenario)) best.set(key, stored);
  }
  return keyed.flatMap(({ stored, key }) => {
    const coveredBy = best.get(key);
    return coveredBy === undefined || coveredBy === stored ? [] : [{ stored, coveredBy }];
  });
}

const keyOf = (known: StoredCase['case']): string => JSON.stringify([known.signature, [...new Set(targetsOf(known))].sort(), known.report]);

/** Steps, then processes, in one number. */
function size(scenario: Scenario): number {
  const steps = scenario.steps.reduce((sum, step) => sum + (membersOf(step)?.length ?? 1), 0);
  return steps * 1000 + processCount(scenario);
}
