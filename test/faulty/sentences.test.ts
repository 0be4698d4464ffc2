/** Each sentence about each faulty init is true of the run that it is said of. */
import { expect, test } from 'vitest';
import { examinedOf } from '../../fuzz/campaign/examination.ts';
import type { FoundTarget } from '../../fuzz/campaign/find-target.ts';
import { type Lab, withLab } from '../../fuzz/campaign/lab.ts';
import { type Fault, faultyTarget, readFaults } from '../measure/faulty/faults.ts';
import { scenarioAt } from '../../fuzz/generate/seeds.ts';
import { faultsOf } from '../../fuzz/judge/fault.ts';
import { PROPERTIES } from '../../properties/index.ts';
import { untrue } from '../judge/sentence-facts.ts';

const SEED = 3;
/** Scenarios on each init: some hundred sentences in all. Those that never come to rest take long. */
const EACH = 12;
/** ms. A quiet machine takes some seconds; what others do to a busy one must not fail a test. */
const TIMEOUT = 900_000;

const faults = await readFaults();

/** Sentences of one init: how many, and what is wrong with them. */
async function saidOf(lab: Lab, target: FoundTarget): Promise<{ count: number; wrong: string[] }> {
  const wrong: string[] = [];
  let count = 0;
  for (let index = 0; index < EACH; index++) {
    const examined = examinedOf(await lab.examine(scenarioAt(SEED, index), target, 'careful'));
    for (const fault of faultsOf(examined.judgements)) {
      count++;
      const why = untrue(fault, examined.program, examined.trace);
      if (why !== undefined) wrong.push(`${target.name}, ${index}, ${fault.signature}: ${why}`);
    }
  }
  return { count, wrong };
}

async function saidOfAll(some: readonly Fault[]): Promise<{ count: number; wrong: string[] }[]> {
  const targets = await Promise.all(some.map(faultyTarget));
  return withLab(targets, {}, (lab) => Promise.all(targets.map((target) => saidOf(lab, target))));
}

let sentences = 0;

test.each(PROPERTIES.map(({ id }) => id))(
  'the facts of every sentence are in its trace: faults of %s',
  async (property) => {
    const all = await saidOfAll(faults.filter((fault) => fault.property === property));
    expect(all.flatMap(({ wrong }) => wrong)).toEqual([]);
    sentences += all.reduce((sum, { count }) => sum + count, 0);
  },
  TIMEOUT,
);

test('and there were some', () => expect(sentences).toBeGreaterThan(faults.length));
