/**
 * The snapshot holds the first scenarios of one seed. Policy, from the first release on: it changes only together with a higher
 * `GENERATOR_VERSION`, in one commit that says why; an update of fast-check or seedrandom that changes it is such a change too.
 * Never update it alone.
 */
import { describe, expect, test } from 'vitest';
import { caseRandom, GENERATOR_VERSION, scenarioAt } from '../../fuzz/generate/seeds.ts';

const FIRST = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

describe('scenarioAt', () => {
  test(`gives what version ${GENERATOR_VERSION} gave`, () => {
    expect({ version: GENERATOR_VERSION, scenarios: FIRST.map((index) => JSON.stringify(scenarioAt(42, index))) }).toMatchSnapshot();
  });

  test('depends on no other scenario', () => {
    const alone = scenarioAt(7, 17);
    for (let index = 0; index < 17; index++) scenarioAt(7, index);
    expect(scenarioAt(7, 17)).toEqual(alone);
  });

  test('differs between seeds and between indices', () => {
    const all = new Set(
      [1, 2, 12].flatMap((seed) => [1, 2, 11, 21].map((index) => JSON.stringify(caseRandom(seed, index).nextInt(0, 2 ** 31)))),
    );
    expect(all.size).toBe(12);
  });
});

describe('caseRandom', () => {
  test('has clones that do not share its state', () => {
    const random = caseRandom(3, 0);
    const clone = random.clone();
    const drawn = FIRST.map(() => random.nextInt(0, 1_000_000));
    expect(FIRST.map(() => clone.nextInt(0, 1_000_000))).toEqual(drawn);
  });
});
