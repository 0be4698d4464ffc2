/** Exit codes: the one value of a trigger that a cause may depend on by its range, so that another code need not be another cause. */
import type { Scenario } from '../scenario/scenario.ts';
import { copy, flatSteps, mapSteps } from '../shrink/edit.ts';
import { contains } from './contains.ts';

/** The code of the trigger, where it has one that is not the plainest. */
const codeOf = (trigger: Scenario): number | undefined =>
  flatSteps(trigger).flatMap((step) => ('exit' in step && step.exit.code !== 0 ? step.exit.code : []))[0];

/** With that code in the place of each that is not the plainest; 0 stands for any. */
export function withCode(trigger: Scenario, code: number): Scenario {
  const changed = copy(trigger);
  mapSteps(changed, (step) => ('exit' in step && step.exit.code !== 0 ? { exit: { ...step.exit, code } } : step));
  return changed;
}

/** Codes of a scenario that are tried: more are rarely in one. */
const MOST = 3;

/**
 * Where a scenario contains a trigger but for its code: lists of codes, each of the scenario's with two between it and the trigger's. If a
 * violation shows with all of a list, the two codes are of one range, and of one cause.
 */
export function rangesBetween(scenario: Scenario, trigger: Scenario): number[][] {
  const own = codeOf(trigger);
  if (own === undefined || !contains(scenario, withCode(trigger, 0))) return [];
  const steps = flatSteps(scenario).flatMap((step) => ('exit' in step ? step.exit.code : []));
  const reactions = Object.values(scenario.actors).flatMap(({ on = {} }) => Object.values(on));
  const codes = new Set([...steps, ...reactions.flatMap((reaction) => (typeof reaction === 'object' ? reaction.exit : []))]);
  return [...codes]
    .filter((code) => Math.abs(code - own) > 2)
    .slice(0, MOST)
    .map((code) => [code, (2 * code + own) / 3, (code + 2 * own) / 3].map(Math.round));
}
