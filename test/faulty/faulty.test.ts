/**
 * Each property catches the inits that break it, within a budget; and what catches them is their fault, since the same init without it
 * shows nothing. Those of one property run side by side. `npm run faulty` measures more, over several seeds.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, openLab } from '../../fuzz/campaign/lab.ts';
import { type Fault, faultyTarget, readFaults } from '../measure/faulty/faults.ts';
import { firstCatch, type Hunted } from '../measure/faulty/first-catch.ts';
import { PROPERTIES } from '../../properties/index.ts';

const SEED = 1;
/** Scenarios. The slowest takes a quarter of it: room for another order of draws, not for a fault that shows once in a while. */
const BUDGET = 6000;

/** ms. A quiet machine takes seconds; what others do to a busy one must not fail a test. */
const TIMEOUT = 900_000;

const faults = (await readFaults()).filter(({ race }) => !race);

describe.each(PROPERTIES.map(({ id }) => id))('%s catches', (property) => {
  const broken = faults.filter((fault) => fault.property === property);
  let lab: Lab;

  beforeAll(async () => {
    lab = await openLab(await Promise.all([...broken, { name: 'no-fault' }].map(faultyTarget)));
  });
  afterAll(() => lab.close());

  test('something', () => expect(broken.length).toBeGreaterThan(0));

  test.concurrent.each(broken)(
    '$name: $fault',
    async (fault) => {
      const [target, sound] = await Promise.all([faultyTarget(fault), faultyTarget({ name: 'no-fault' })]);
      const hunted = await firstCatch(lab, target, { property, sound, seed: SEED, budget: BUDGET });
      expect(hunted.caught?.repeats.shown ?? 0, seen(hunted)).toBeGreaterThan(0);
      expect(hunted.falseAlarms, 'scenarios that the sound init fails as well').toEqual([]);
      expect(hunted.harnessErrors).toEqual([]);
    },
    TIMEOUT,
  );
});

const seen = ({ scenarios, seen: all }: Hunted): string =>
  `in ${scenarios} scenarios only: ${[...all].map(([signature, times]) => `${signature} ${times} times`).join(', ') || 'nothing'}`;

test('every fault names a property that there is, and has a name of its own', () => {
  const known = PROPERTIES.map(({ id }) => id);
  expect(faults.filter((fault: Fault) => !known.includes(fault.property))).toEqual([]);
  expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
});
