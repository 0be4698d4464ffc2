/** After a deletion something else may be left dangling: a step upon an actor that is not forked any more, a thaw without its freeze. */
import type { ActorName, Scenario, Step } from '../scenario/scenario.ts';
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
    const [part, key, field, member] = path;
    if (part === 'steps') steps.add(stepAt(scenario.steps[key as number], field, member));
    else if (part === 'launch' ? !leaveOutOfLaunch(scenario, path) : !leaveOutSetting(scenario, path)) return false;
  }
  if (steps.size > 0) dropSteps(scenario, steps);
  return true;
}

function stepAt(step: Step | undefined, field: unknown, member: unknown): unknown {
  return step !== undefined && 'together' in step && field === 'together' && typeof member === 'number' ? step.together[member] : step;
}

function dropSteps(scenario: Scenario, dropped: ReadonlySet<unknown>): void {
  scenario.steps = scenario.steps.flatMap((step): Step[] => {
    if (dropped.has(step)) return [];
    if (!('together' in step)) return [step];
    const members = step.together.filter((member) => !dropped.has(member));
    return members.length > 1 ? [{ together: members }] : members;
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
