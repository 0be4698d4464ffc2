import { expect, test } from 'vitest';
import { scenarioAt } from '../../fuzz/generate/seeds.ts';
import { Guide } from '../../fuzz/guide/guide.ts';
import type { Shown } from '../../fuzz/guide/features.ts';
import { isHeldAt } from '../../fuzz/guide/holding.ts';
import { programOf } from '../judge/setting.ts';

const COUNT = 1000;
const shown = (code: number): Shown => ({
  program: programOf({}, []),
  trace: { us: 5, events: [], starts: 1, exit: { how: 'exited', code, afterOp: 0, us: 0 } } as unknown as Shown['trace'],
  judgements: [],
});

test('what is not guided are the scenarios of the seed, and so are they while nothing was learnt', () => {
  for (const guided of [0, 50]) {
    const guide = new Guide({ seed: 5, placements: 20, guided });
    for (let index = 0; index < 50; index++) {
      const scenario = scenarioAt(5, index);
      const held = isHeldAt(5, index, 20, scenario) ? { held: true } : {};
      expect(guide.next(index)).toEqual({ scenario, ...held });
    }
  }
});

/** Of many that are next, the percentage of changes. */
const changesOf = (guide: Guide): number =>
  (100 / COUNT) * Array.from({ length: COUNT }, (_, index) => index).filter((index) => guide.next(index).guided === true).length;

test('of a guided one so many percent are changes of what has shown something new, once these bring more', () => {
  const guide = new Guide({ seed: 5, placements: 0, guided: 50 });
  expect(guide.learn(scenarioAt(6, 0), shown(0))).toMatchObject({ scenario: scenarioAt(6, 0) });
  expect(guide.learn(scenarioAt(6, 1), shown(0))).toBeUndefined();
  expect(Math.abs(changesOf(guide) - 10)).toBeLessThan(4);
  const change = Array.from({ length: COUNT }, (_, index) => guide.next(index)).find(({ guided }) => guided);
  if (change === undefined) throw new Error('Expected a change');
  guide.learn(change.scenario, shown(1));
  for (let n = 0; n < 10; n++) guide.learn(scenarioAt(6, 1), shown(0));
  expect(Math.abs(changesOf(guide) - 50)).toBeLessThan(8);
});

test('learns nothing from a run of which nothing can be said', () => {
  const guide = new Guide({ seed: 5, placements: 0, guided: 50 });
  const inconclusive = {
    property: 'exit-code',
    signature: undefined,
    verdict: { kind: 'inconclusive', why: 'main was never started' },
  } as const;
  expect(guide.learn(scenarioAt(6, 0), { ...shown(0), judgements: [inconclusive] })).toBeUndefined();
  expect(guide.corpus.features).toBe(0);
});
