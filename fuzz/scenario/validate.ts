/**
 * What a scenario of the right shape may still have wrong: names without an actor, steps out of order, bounds. The shape is
 * checked by `schema.ts`. Called for each generated and each shrunk scenario too, hence fast where nothing is wrong.
 */
import { checkActors } from './validate-actors.ts';
import { checkLaunch } from './validate-launch.ts';
import { checkSteps } from './validate-steps.ts';
import type { Scenario } from './scenario.ts';

export { processCount } from './validate-actors.ts';

/** `path` leads from the scenario to the value that is wrong: `['steps', 2, 'signal', 'to']`. */
export interface Problem {
  path: (string | number)[];
  message: string;
  /** The key at the end of `path` is meant, not its value. */
  key?: true;
}

/** Called once for each problem. */
export type Report = (path: (string | number)[], message: string) => void;

/** All that is wrong; empty for a scenario that can be compiled. Takes time in proportion to what is written, not to `copies`. */
export function problems(scenario: Scenario): Problem[] {
  const found: Problem[] = [];
  const report: Report = (path, message) => found.push({ path, message });
  checkLaunch(scenario.launch, report);
  const known = checkActors(scenario, report);
  checkSteps(scenario, known, report);
  return found;
}
