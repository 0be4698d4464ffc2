/** The trigger of a case: what its violation needs. */
import type { Case } from '../cases/case.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { contains } from './contains.ts';

/** As the case has it written; else its scenario, of which nothing could be left out when it was shrunk. */
export const triggerOf = ({ trigger, scenario }: Case): Scenario => trigger ?? scenario;

/** Whether one of the triggers is in the scenario: what lacks all of them is violated for another cause. */
export const isExplained = (scenario: Scenario, triggers: readonly Scenario[]): boolean =>
  triggers.some((trigger) => contains(scenario, trigger));
