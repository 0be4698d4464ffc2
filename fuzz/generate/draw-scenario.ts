/** One scenario. */
import type { Random } from 'fast-check';
import type { Actor, Scenario } from '../scenario/scenario.ts';
import type { Draft } from './cast.ts';
import { drawLaunch } from './launch.ts';
import { drawLeaning } from './leaning.ts';
import { drawSteps } from './steps.ts';
import { drawMain } from './tree.ts';

/**
 * A scenario that `problems` and `unsupported` find nothing in. It depends on nothing but what `random` gives.
 * Half of them draw from everything, half lean on a few signals, moves and reactions.
 */
export function drawScenario(random: Random): Scenario {
  const leaning = drawLeaning(random);
  const launch = drawLaunch(random, leaning);
  const draft: Draft = { random, leaning, members: [drawMain(random, leaning)], processes: 1, frozen: false, steps: [] };
  // A command that cannot be started has no actors: steps would name nobody.
  if (launch.command === undefined) drawSteps(draft);
  const actors: Record<string, Actor> = {};
  for (const { name, actor } of draft.members) actors[name] = actor;
  return { version: 1, launch, actors, steps: draft.steps };
}
