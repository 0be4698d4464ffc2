/** How many scenarios of a seed it takes until a property has caught an init. */
import { type Care, careAt } from '../../../fuzz/campaign/care.ts';
import { confirm, type Repeats, shows, staysUnexplained } from '../../../fuzz/campaign/confirm.ts';
import { type Examination, type Examined, examinedOf } from '../../../fuzz/campaign/examination.ts';
import type { FoundTarget } from '../../../fuzz/campaign/find-target.ts';
import type { Lab } from '../../../fuzz/campaign/lab.ts';
import { scenarioAt } from '../../../fuzz/generate/seeds.ts';
import type { Scenario } from '../../../fuzz/scenario/scenario.ts';

export interface Hunt {
  property: string;
  /** The same init without the fault: what that one shows as well is no catch, but a fault of ours. */
  sound: FoundTarget;
  seed: number;
  /** Scenarios at most, and seconds of one CPU. */
  budget: number;
  seconds?: number;
  /** Where they come from. Default: those of the seed. */
  scenario?: Source;
  /** Is told what came of each, in order, before the next ones are asked for. */
  learn?: (scenario: Scenario, examined: Examined) => void;
}

/** A scenario, and the runs that it took to come by it, µs. */
export interface Drawn {
  scenario: Scenario;
  us: number;
}

/** By index; undefined after the last one. */
export type Source = (index: number) => Scenario | Drawn | undefined | Promise<Drawn>;

/** What was seen until the catch, or until the budget was spent. */
export interface Effort {
  scenarios: number;
  /** Runs as the executor timed them, added up: seconds of one CPU. Replays are not in it. */
  seconds: number;
  /** Signatures of violations of this and of other properties, and in how many scenarios they were seen. */
  seen: Map<string, number>;
  /** Violations of the property that did not show again. */
  flaky: number;
  /** Those that the sound init shows as well, by index. */
  falseAlarms: number[];
  /**
   * Differences that no property names, and that show again, with the scenario: an index gives none again that was guided. Runs that failed
   * by no fault of the init's.
   */
  harnessErrors: string[];
}

export interface Catch {
  index: number;
  scenario: Scenario;
  signature: string;
  repeats: Repeats;
}

export interface Hunted extends Effort {
  caught?: Catch;
}

/** Scenarios in the first batch, and in the largest: easy faults need few, hard ones should keep the executors busy. */
const FIRST_BATCH = 8;
const LARGEST_BATCH = 256;

/**
 * Runs scenarios 0, 1, 2 ... of the seed until one violates the property and does so again in a careful replay. The answer is the same
 * whatever the size of batches: what comes after the first that counts is left out.
 */
export async function firstCatch(lab: Lab, target: FoundTarget, hunt: Hunt): Promise<Hunted> {
  const effort: Effort = { scenarios: 0, seconds: 0, seen: new Map(), flaky: 0, falseAlarms: [], harnessErrors: [] };
  const { budget, seconds = Number.POSITIVE_INFINITY, seed, scenario = (index) => scenarioAt(seed, index) } = hunt;
  for (let size = FIRST_BATCH; effort.scenarios < budget && effort.seconds < seconds; size = Math.min(2 * size, LARGEST_BATCH)) {
    const first = effort.scenarios;
    const count = Math.min(size, budget - first);
    const drawn = await Promise.all(Array.from({ length: count }, (_, n) => scenario(first + n)));
    const batch = drawn.filter((one) => one !== undefined).map((one) => ('us' in one ? one : { scenario: one, us: 0 }));
    const runs = await Promise.all(batch.map((one, n) => run(lab, target, one.scenario, careAt(first + n))));
    for (const [n, each] of runs.entries()) {
      effort.seconds += (batch[n]?.us ?? 0) / 1_000_000;
      const caught = await look(lab, target, hunt, effort, each);
      if (caught !== undefined) return { ...effort, caught };
    }
    if (batch.length < count) return effort;
  }
  return effort;
}

interface Run {
  scenario: Scenario;
  answer: Examination;
}

async function run(lab: Lab, target: FoundTarget, scenario: Scenario, care: Care): Promise<Run> {
  return { scenario, answer: await lab.examine(scenario, target, care) };
}

/** Adds one run to what was seen; the catch, if it is one. */
async function look(
  lab: Lab,
  target: FoundTarget,
  { property, sound, learn }: Hunt,
  effort: Effort,
  { scenario, answer }: Run,
): Promise<Catch | undefined> {
  const index = effort.scenarios++;
  if (answer.kind === 'failed') return void effort.harnessErrors.push(`${index}: ${answer.error.message}`);
  const examined = examinedOf(answer);
  const { judgements, unexplained, trace } = examined;
  learn?.(scenario, examined);
  effort.seconds += trace.us / 1_000_000;
  if (unexplained.length > 0 && (await staysUnexplained(lab, scenario, target)))
    effort.harnessErrors.push(`${index}: ${unexplained.join('; ')} ${JSON.stringify(scenario)}`);
  const violated = judgements.filter(({ verdict }) => verdict.kind === 'violated');
  for (const { signature = '' } of violated) effort.seen.set(signature, (effort.seen.get(signature) ?? 0) + 1);
  const signature = violated.find((judgement) => judgement.property === property)?.signature;
  if (signature === undefined) return undefined;
  const repeats = await confirm(lab, scenario, target, signature);
  if (repeats.shown === 0) return void effort.flaky++;
  if (await shows(lab, scenario, sound, signature)) return void effort.falseAlarms.push(index);
  return { index, scenario: scenario, signature, repeats };
}
