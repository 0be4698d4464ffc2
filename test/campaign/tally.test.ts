import { expect, test } from 'vitest';
import { Tally } from '../../fuzz/campaign/tally.ts';
import type { Judgement } from '../../fuzz/judge/judge.ts';

const judged = (property: string, kind: 'holds' | 'not-applicable'): Judgement => ({ property, verdict: { kind }, signature: undefined });
const unsure = (property: string): Judgement => ({ property, verdict: { kind: 'inconclusive', why: 'time' }, signature: undefined });

test('counts verdicts by property, and scenarios with one that could not be judged', () => {
  const tally = new Tally(['p', 'q']);
  tally.add([judged('p', 'holds'), judged('q', 'not-applicable')]);
  tally.add([unsure('p'), unsure('q')]);
  expect([tally.scenarios, tally.inconclusive, tally.unsure]).toEqual([2, 1, false]);
  expect(tally.properties).toEqual([
    { property: 'p', holds: 1, violated: 0, inconclusive: 1, 'not-applicable': 0, expected: 0, tampered: 0 },
    { property: 'q', holds: 0, violated: 0, inconclusive: 1, 'not-applicable': 1, expected: 0, tampered: 0 },
  ]);
  tally.add([unsure('p')]);
  expect(tally.unsure).toBe(true);
  expect(tally.doubts).toEqual([{ why: 'time', scenarios: 2 }]);
});
