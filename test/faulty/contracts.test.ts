/**
 * What a contract can say beyond `plain`: an init that keeps it shows nothing, and one that breaks it is caught where that one shows
 * nothing. Inits of `faults.yaml` with a contract whose keeper is built beside them.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, openLab } from '../../fuzz/campaign/lab.ts';
import { type Fault, faultyTarget, FAULTY_FOLDER, readFaults, soundTargetFor } from '../measure/faulty/faults.ts';
import { firstCatch } from '../measure/faulty/first-catch.ts';
import { expectNothing } from './expect-nothing.ts';

/** ms. A quiet machine takes seconds; what others do to a busy one must not fail a test. */
const TIMEOUT = 900_000;

const keeperOf = ({ contract }: Fault): string | undefined =>
  contract !== undefined && existsSync(join(FAULTY_FOLDER, `${contract.kept}.c`)) ? contract.kept : undefined;

const faults = (await readFaults()).filter((fault) => !fault.race && keeperOf(fault) !== undefined);
const keepers = [...new Set(faults.map(keeperOf))].map((name = '') => ({ name, all: faults.filter((fault) => keeperOf(fault) === name) }));

/** Shares of what is left open: where it leaves by itself while something else happens, or may not become another user. */
const OPEN: Readonly<Record<string, number>> = {
  'ends-on-int': 0.1,
  'dresses-its-child': 0.15,
  'terms-everybody': 0.3,
  'kills-by-alarm': 0.3,
  'stops-by-itself': 0.3,
  'leads-a-group': 0.2,
};

describe.each(keepers)('$name', ({ name, all }) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab(await Promise.all(all.flatMap((fault) => [faultyTarget(fault), soundTargetFor(fault)])));
  });
  afterAll(() => lab.close());

  test('keeps its contract', async () => expectNothing(await soundTargetFor(all[0] as Fault), 400, OPEN[name]), TIMEOUT);

  test.each(all)(
    '$name: $fault',
    async (fault) => {
      const [target, sound] = await Promise.all([faultyTarget(fault), soundTargetFor(fault)]);
      const hunted = await firstCatch(lab, target, { property: fault.property, sound, seed: 1, budget: 1000 });
      expect(hunted.caught?.repeats.shown ?? 0).toBeGreaterThan(0);
      expect([hunted.falseAlarms, hunted.harnessErrors]).toEqual([[], []]);
    },
    TIMEOUT,
  );
});
