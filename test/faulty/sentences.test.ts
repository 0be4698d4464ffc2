/** Each sentence about each faulty init is true of the run that it is said of. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Lab, openLab } from '../../fuzz/campaign/lab.ts';
import type { FoundTarget } from '../../fuzz/campaign/find-target.ts';
import { faultyTarget, readFaults } from '../../fuzz/cli/faulty/faults.ts';
import { scenarioAt } from '../../fuzz/generate/seeds.ts';
import { faultsOf } from '../../fuzz/judge/fault.ts';
import { untrue } from '../judge/sentence-facts.ts';

const SEED = 3;
/** Each init, that many scenarios: two of three faults show in as many. */
const EACH = 60;
/** ms. A quiet machine takes a minute; what others do to a busy one must not fail a test. */
const TIMEOUT = 900_000;

const faults = await readFaults();
let targets: FoundTarget[];
let lab: Lab;
beforeAll(async () => {
  targets = await Promise.all(faults.map(faultyTarget));
  lab = await openLab(targets);
});
afterAll(() => lab.close());

/** Sentences of one init: how many, and what is wrong with them. */
async function saidOf(target: FoundTarget): Promise<{ count: number; wrong: string[] }> {
  const wrong: string[] = [];
  let count = 0;
  for (let index = 0; index < EACH; index++) {
    const { program, trace, judgements } = await lab.examine(scenarioAt(SEED, index), target, 'careful');
    for (const fault of faultsOf(judgements)) {
      count++;
      const why = untrue(fault, program, trace);
      if (why !== undefined) wrong.push(`${target.name}, ${index}, ${fault.signature}: ${why}`);
    }
  }
  return { count, wrong };
}

test(
  'the facts of every sentence are in its trace',
  async () => {
    const all = await Promise.all(targets.map(saidOf));
    expect(all.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(all.filter(({ count }) => count > 0).length).toBeGreaterThan(faults.length / 3);
  },
  TIMEOUT,
);
