/** Randomness: a scenario is a function of (seed, index, GENERATOR_VERSION), on any machine and in any worker. */
import { Random } from 'fast-check';
import seedrandom from 'seedrandom';
import type { Scenario } from '../scenario/scenario.ts';
import { drawScenario } from './draw-scenario.ts';

/**
 * Goes up whenever a seed gives another scenario than before: a weight, the order of draws, a new part of the language, another
 * fast-check whose `nextInt` draws otherwise. Cases hold the value itself, so that they do not depend on it.
 */
export const GENERATOR_VERSION = 18;

/** What `fc.Random` takes, in the shape of pure-rand 8. */
type Generator = Extract<ConstructorParameters<typeof Random>[0], { jump(): void }>;

/**
 * `jump` must be there: without it fast-check 4.10.2 makes clones that share their state, and replay by seed and path goes astray
 * (41 of 50). 4096 draws apart is more than any scenario takes.
 */
function adapt(prng: seedrandom.StatefulPRNG<seedrandom.State.Arc4>): Generator {
  return {
    clone: () => adapt(seedrandom('', { state: prng.state() })),
    next: () => prng.int32(),
    jump: () => {
      for (let n = 0; n < 4096; n++) prng.int32();
    },
    getState: () => [],
  };
}

/** The generator of the scenario `index` (0..) of the campaign `seed`: its own, so that it depends on no other scenario. */
export function caseRandom(seed: number, index: number): Random {
  const own = adapt(seedrandom(`${seed}:${index}`, { state: true }));
  // Random takes a clone of what it is given, for which there is no need: nobody else has this one. A tenth of a scenario's cost.
  return new Random({ ...own, clone: () => own });
}

/**
 * The scenario `index` (0..) of the campaign `seed`. `swarm`: percent of those that lean on a few things, where it is not the usual one.
 */
export function scenarioAt(seed: number, index: number, swarm?: number): Scenario {
  return drawScenario(caseRandom(seed, index), swarm);
}
