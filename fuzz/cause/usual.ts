/** A scenario without all that is unusual about it: where its violation stays, a plain `docker run` has it. */
import type { Scenario, Step } from '../scenario/scenario.ts';
import { membersOf } from '../scenario/steps.ts';
import { copy, dropActors, mapSteps } from '../shrink/edit.ts';
import { repair } from '../shrink/repair.ts';
import { actorNeeds, launchNeeds, needsOf, stepNeed } from './plainness.ts';

/** What is left of it, without problems: itself where it is plain. Undefined where nothing can be left. */
export function usualForm(scenario: Scenario): Scenario | undefined {
  if (needsOf(scenario).length === 0) return scenario;
  const form = copy(scenario);
  // What was blocked to be pending is so no more.
  while (launchNeeds(form.launch).length > 0) for (const [field] of launchNeeds(form.launch)) delete form.launch[field];
  dropActors(form, new Set(Object.keys(form.actors).filter((name) => form.actors[name]?.parent === 'init')));
  for (const actor of Object.values(form.actors)) for (const [field] of actorNeeds(actor)) delete actor[field];
  mapSteps(form, (step) => (stepNeed(step) === undefined ? step : undefined));
  form.steps = form.steps.flatMap((step): readonly Step[] => ('at' in step ? (membersOf(step) ?? []) : [step]));
  return repair(form) && needsOf(form).length === 0 ? form : undefined;
}
