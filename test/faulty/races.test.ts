/**
 * What shows only where two things meet at one system call an exploration catches; and what catches it is the fault, since the same init
 * without it shows nothing there. `npm run races` measures more, and beside it what chance does.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repeat } from '../../fuzz/campaign/confirm.ts';
import { type Lab, openLab } from '../../fuzz/campaign/lab.ts';
import { faultyTarget, readFaults, soundTargetFor } from '../measure/faulty/faults.ts';
import { firstCatch } from '../measure/faulty/first-catch.ts';
import { WAYS } from '../measure/faulty/ways.ts';

const SEED = 1;
const REPLAYS = 20;
/** ms. A quiet machine takes a few seconds for the slowest. */
const TIMEOUT = 600_000;

const races = (await readFaults()).filter(({ race }) => race);

describe('an exploration catches', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await openLab(await Promise.all(races.flatMap((fault) => [faultyTarget(fault), soundTargetFor(fault)])));
  });
  afterAll(() => lab.close());

  test.each(races)(
    '$name: $fault',
    async (fault) => {
      const [target, sound] = await Promise.all([faultyTarget(fault), soundTargetFor(fault)]);
      const scenario = await WAYS.exploration(lab, target, SEED);
      const hunt = { property: fault.property, sound, seed: SEED, budget: Number.POSITIVE_INFINITY, scenario };
      const { caught, falseAlarms, harnessErrors } = await firstCatch(lab, target, hunt);
      expect([falseAlarms, harnessErrors]).toEqual([[], []]);
      if (caught === undefined) throw new Error('No cell shows it');
      expect((await repeat(lab, caught.scenario, target, caught.signature, REPLAYS)).shown).toBe(REPLAYS);
    },
    TIMEOUT,
  );
});

/** Each in its start, or while it forwards or reaps: a campaign holds inits there as it comes. */
const MET = ['handlers-until-exec', 'masks-after-fork', 'unblocks-to-forward', 'drops-while-reaping'];
/** The slowest took 181, with seeds 1 and 2. */
const BUDGET = 4000;

describe('a campaign that holds inits catches', () => {
  const some = races.filter(({ name }) => MET.includes(name));
  let lab: Lab;

  beforeAll(async () => {
    lab = await openLab(await Promise.all(some.flatMap((fault) => [faultyTarget(fault), soundTargetFor(fault)])));
  });
  afterAll(() => lab.close());

  test.each(some)(
    '$name',
    async (fault) => {
      const [target, sound] = await Promise.all([faultyTarget(fault), soundTargetFor(fault)]);
      const scenario = await WAYS.placement(lab, target, SEED);
      const hunt = { property: fault.property, sound, seed: SEED, budget: BUDGET, scenario };
      const { caught, scenarios, falseAlarms, harnessErrors } = await firstCatch(lab, target, hunt);
      expect([falseAlarms, harnessErrors]).toEqual([[], []]);
      expect([caught?.scenario.steps.some((step) => 'at' in step), scenarios < BUDGET]).toEqual([true, true]);
    },
    TIMEOUT,
  );
});

test('there are at least fifteen', () => expect(races.length).toBeGreaterThanOrEqual(15));
