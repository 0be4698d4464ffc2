/** After a deletion something else may be left dangling: a step upon an actor that is not forked any more, a thaw without its freeze. */
import type { ActorName, Scenario, Step } from '../scenario/scenario.ts';
import { membersOf, withMembers } from '../scenario/steps.ts';
import { type Problem, problems } from '../scenario/validate.ts';
import { dropActors, flatSteps } from './edit.ts';

/** Each round drops at least one step or setting; what takes more rounds than these has gone too far from what it was. */
const ROUNDS = 8;

/**
 * Mends a copy in place by leaving out what has a problem: actors that are never forked, steps and settings that the checks refuse.
 * Only leaves out, so the result is no larger. Returns whether it has no problem left.
 */
export function repair(scenario: Scenario): boolean {
  for (let round = 0; round < ROUNDS; round++) {
    dropUnforked(scenario);
    const found = problems(scenario);
    if (found.length === 0) return true;
    if (!leaveOut(scenario, found)) return false;
  }
  return false;
}

function dropUnforked(scenario: Scenario): void {
  const forked = new Set<ActorName>(['main']);
  for (const [name, { parent }] of Object.entries(scenario.actors)) if (parent === 'init') forked.add(name);
  for (const step of flatSteps(scenario)) if ('fork' in step) forked.add(step.fork);
  const unforked = Object.keys(scenario.actors).filter((name) => !forked.has(name));
  if (unforked.length > 0) dropActors(scenario, new Set(unforked));
}

/** False where a problem is in neither a step nor a setting of an actor or of the launch: no deletion makes such a one. */
function leaveOut(scenario: Scenario, found: readonly Problem[]): boolean {
  const steps = new Set<unknown>();
  for (const { path } of found) {
    const [part, key] = path;
    if (part === 'steps') steps.add(stepAt(scenario.steps[key as number], path));
    else if (part === 'launch' ? !leaveOutOfLaunch(scenario, path) : !leaveOutSetting(scenario, path)) return false;
  }
  if (steps.size > 0) dropSteps(scenario, steps);
  return true;
}

/** The step, or the one inside of it, that the problem is in. */
function stepAt(step: Step | undefined, [, , field, member, inside]: Problem['path']): unknown {
  const index = field === 'at' ? inside : member;
  return step !== undefined && typeof index === 'number' ? (membersOf(step)?.[index] ?? step) : step;
}

function dropSteps(scenario: Scenario, dropped: ReadonlySet<unknown>): void {
  scenario.steps = scenario.steps.flatMap((step): Step[] => {
    if (dropped.has(step)) return [];
    const members = membersOf(step);
    return members === undefined
      ? [step]
      : withMembers(
          step,
          members.filter((member) => !dropped.has(member)),
        );
  });
}

function leaveOutSetting({ actors }: Scenario, [part, name, field]: Problem['path']): boolean {
  const actor = part === 'actors' ? (actors[name as ActorName] as Record<string, unknown> | undefined) : undefined;
  if (field === undefined || field === 'parent' || actor?.[field] === undefined) return false;
  return delete actor[field];
}

/** A setting that needs another one. */
function leaveOutOfLaunch({ launch }: Scenario, [, field = '', entry]: Problem['path']): boolean {
  if (entry !== undefined || !(field in launch)) return false;
  return delete (launch as Record<string, unknown>)[field];
}
