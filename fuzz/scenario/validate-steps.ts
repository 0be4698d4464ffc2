/**
 * Checks of `steps`, in order, with what is sure before anything runs: who has been forked, who has been told to end, whether the init
 * is frozen. Who dies of a signal is the model's matter; a step upon such an actor does nothing when it comes.
 */
import { LIMITS, type Scenario, type Step } from './scenario.ts';
import { checkBefore } from './steps/nesting.ts';
import { checkStep } from './steps/table.ts';
import { membersOf } from './steps.ts';
import type { KnownActors } from './validate-actors.ts';
import type { Report } from './validate.ts';
import type { Walk } from './walk.ts';

/** Reports each problem of the steps. Changes `forked` and `ended` of the actors as it goes. */
export function checkSteps({ launch, steps }: Scenario, known: KnownActors, report: Report): void {
  const subreaper = launch.as === 'subreaper';
  const terminal = launch.terminal === undefined ? 'none' : 'there';
  const early = launch.early !== undefined;
  const walk: Walk = {
    known,
    report,
    at: ['steps', 0],
    together: false,
    held: false,
    subreaper,
    early,
    frozen: false,
    started: false,
    orphaned: false,
    terminal,
    typed: 0,
  };
  let count = 0;
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index] as Step;
    walk.at[1] = index;
    count += membersOf(step)?.length ?? 1;
    walk.together = 'at' in step || 'at' in (steps[index + 1] ?? {});
    checkStep(step, walk);
    if (walk.together && !('at' in step)) checkBefore(walk, step);
    walk.started ||= !('at' in step);
  }
  if (count > LIMITS.steps) report(['steps'], `there are ${count} steps, the limit is ${LIMITS.steps}`);
}
