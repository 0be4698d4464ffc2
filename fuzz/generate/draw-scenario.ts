/** One scenario. */
import type { Random } from 'fast-check';
import type { Actor, Scenario, Step } from '../scenario/scenario.ts';
import { problems } from '../scenario/validate.ts';
import type { Draft } from './cast.ts';
import { chance } from './draw.ts';
import { drawLaunch } from './launch.ts';
import { drawLeaning } from './leaning.ts';
import { drawSteps } from './steps.ts';
import { drawMain } from './tree.ts';
import { WEIGHTS } from './weights.ts';

/**
 * A scenario that `problems` finds nothing in. It depends on nothing but what `random` gives.
 * `swarm` percent of them, by default half, lean on a few signals, moves and reactions; the others draw from everything.
 */
export function drawScenario(random: Random, swarm: number = WEIGHTS.swarmPercent): Scenario {
  const leaning = drawLeaning(random, swarm);
  const launch = drawLaunch(random, leaning);
  const draft: Draft = {
    random,
    leaning,
    members: [],
    processes: 1,
    frozen: false,
    privileged: launch.user === undefined && launch.capabilities === undefined,
    oneUser: launch.pidsLimit !== undefined,
    asUser: launch.user !== undefined,
    terminal: launch.terminal !== undefined,
    foreground: undefined,
    steps: [],
  };
  draft.members.push(drawMain(draft));
  // A command that cannot be started has no actors: steps would name nobody.
  if (launch.command === undefined) drawSteps(draft);
  const inherited = draft.members.filter(({ actor }) => actor.parent === 'init').length;
  if (launch.pidsLimit !== undefined) launch.pidsLimit += inherited;
  const actors: Record<string, Actor> = {};
  for (const { name, actor } of draft.members) actors[name] = actor;
  const scenario: Scenario = { version: 1, launch, actors, steps: draft.steps };
  if (chance(random, WEIGHTS.launch.subreaperPercent)) makeSubreaper(random, scenario);
  return scenario;
}

const storms = (step: Step): boolean => 'storm' in step || ('together' in step && step.together.some(storms));

/**
 * The init is no longer PID 1, unless something would end or freeze it then, or a storm waits for whoever gets the orphans: with some
 * inits that is nobody. What a signal does to one that is not ready and not protected is open.
 */
function makeSubreaper(random: Random, scenario: Scenario): void {
  const { steps } = scenario;
  scenario.launch.as = 'subreaper';
  if (chance(random, WEIGHTS.launch.orphanPercent))
    scenario.steps = steps.toSpliced(random.nextInt(0, steps.length), 0, { orphan: 'init' });
  if (scenario.launch.early === undefined && !steps.some(storms) && problems(scenario).length === 0) return;
  delete scenario.launch.as;
  scenario.steps = steps;
}
