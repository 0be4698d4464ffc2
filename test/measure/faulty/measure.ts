/** What it takes to catch one faulty init, over several seeds, and what becomes of the catch. */
import { repeat, shows } from '../../../fuzz/campaign/confirm.ts';
import type { FoundTarget } from '../../../fuzz/campaign/find-target.ts';
import type { Lab } from '../../../fuzz/campaign/lab.ts';
import type { Scenario } from '../../../fuzz/scenario/scenario.ts';
import { retriesFor, shrink, SHRINK_DEFAULTS } from '../../../fuzz/shrink/shrink.ts';
import { size } from '../../../fuzz/shrink/size.ts';
import type { Fault } from './faults.ts';
import { type Catch, firstCatch, type Hunted } from './first-catch.ts';

export interface Measured {
  fault: Fault;
  /** One for each seed. */
  hunts: Hunted[];
  /** One for each catch. */
  shrunk: Shrunk[];
  /** Of the first shrunk case: how often its violation showed in how many replays. */
  replays: [shown: number, runs: number];
}

interface Shrunk {
  scenario: Scenario;
  signature: string;
  steps: number;
  processes: number;
  /** Calls that shrinking took. */
  tries: number;
}

export interface MeasureOptions {
  lab: Lab;
  sound: FoundTarget;
  /** How many seeds: 1, 2, 3 ... */
  seeds: number;
  /** Scenarios at most for each. */
  budget: number;
}

/** As often as the recorded verdict of a deterministic case must come. */
const REPLAYS = 100;

/** Measures one faulty init. */
export async function measure(fault: Fault, target: FoundTarget, { lab, sound, seeds, budget }: MeasureOptions): Promise<Measured> {
  const hunts: Hunted[] = [];
  const shrunk: Shrunk[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const hunted = await firstCatch(lab, target, { property: fault.property, sound, seed, budget });
    hunts.push(hunted);
    if (hunted.caught !== undefined) shrunk.push(await makeSmall(lab, target, hunted.caught));
  }
  const first = shrunk[0];
  if (first === undefined) return { fault, hunts, shrunk, replays: [0, 0] };
  const { shown, runs } = await repeat(lab, first.scenario, target, first.signature, REPLAYS);
  return { fault, hunts, shrunk, replays: [shown, runs] };
}

/** Shrinks as a campaign does (campaign/triage.ts). */
async function makeSmall(lab: Lab, target: FoundTarget, { scenario, signature, repeats }: Catch): Promise<Shrunk> {
  const fails = (smaller: Scenario): Promise<boolean> => shows(lab, smaller, target, signature);
  const retries = retriesFor(repeats.shown, repeats.runs);
  const shrunk = await shrink(scenario, fails, { ...SHRINK_DEFAULTS, retries });
  const [processes, steps] = size(shrunk.scenario);
  return { scenario: shrunk.scenario, signature, steps, processes, tries: shrunk.tries };
}
