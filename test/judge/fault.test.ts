import { describe, expect, test } from 'vitest';
import { faultsOf, judgementsOn, tamperedJudgements } from '../../fuzz/judge/fault.ts';
import type { Judgement } from '../../fuzz/judge/judge.ts';
import { TAMPERINGS, type Tampering, type Trace } from '../../fuzz/trace/trace.ts';

const PROPERTIES = [{ id: 'one' }, { id: 'other' }];
const HOLDS: Judgement = { property: 'one', verdict: { kind: 'holds' }, signature: undefined };
const VIOLATED: Judgement = { property: 'other', verdict: { kind: 'violated', what: 'x', said: 'so', event: 3 }, signature: 'other/x' };
const EXPECTED: Judgement = { property: 'other', verdict: { kind: 'expected', reason: '', signature: 'other/x' }, signature: 'other/x' };

const tampered = (...how: Tampering[]): Judgement[] => tamperedJudgements(PROPERTIES, { tampered: how } as unknown as Trace) ?? [];

test('each property says the same of a forged record, and nothing of another', () => {
  expect(tampered('record', 'flood').map(({ property, verdict: { kind }, signature }) => [property, kind, signature])).toEqual([
    ['one', 'tampered', 'tampered/record'],
    ['other', 'tampered', 'tampered/record'],
  ]);
  expect(tamperedJudgements(PROPERTIES, {} as Trace)).toBeUndefined();
  expect(tamperedJudgements(PROPERTIES, { tampered: [] as Tampering[] } as Trace)).toBeUndefined();
});

describe('faults', () => {
  test('are the violations, and no deviations', () => {
    expect(faultsOf([HOLDS, VIOLATED, { ...EXPECTED, property: 'third' }])).toEqual([
      { kind: 'violated', property: 'other', signature: 'other/x', said: 'so', event: 3 },
    ]);
  });

  test('are tampering once, whatever the number of ways and properties', () => {
    const said = `${TAMPERINGS.record} ${TAMPERINGS.flood}`;
    expect(faultsOf(tampered('record', 'flood'))).toEqual([{ kind: 'tampered', property: 'tampered', signature: 'tampered/record', said }]);
  });
});

describe('what a case is about', () => {
  test('is its property, or all', () => {
    expect(judgementsOn('one', [HOLDS, VIOLATED])).toEqual([HOLDS]);
    expect(judgementsOn(undefined, [HOLDS, VIOLATED])).toEqual([HOLDS, VIOLATED]);
  });
  test('is tampering before its property', () =>
    expect(judgementsOn('other', tampered('role'))).toMatchObject([{ signature: 'tampered/role' }]));
  test('holds, where it is about tampering and there was none', () =>
    expect(judgementsOn('tampered', [VIOLATED])).toEqual([{ property: 'tampered', verdict: { kind: 'holds' }, signature: undefined }]));
});
