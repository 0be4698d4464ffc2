import { expect, test } from 'vitest';
import type { Check } from '../../fuzz/export/check.ts';
import { mergeSlots } from '../../fuzz/export/merge-slots.ts';

const gone = (slot: number, at = 1): Check => ({ kind: 'GONE', at, slot, fault: true, must: `${slot}` });

test('slots that follow one another are one, at the same step, with the words of the first', () => {
  expect(mergeSlots([gone(1), gone(2), gone(4), gone(5, 2)])).toEqual([
    { ...gone(1), count: 2 },
    { ...gone(4), count: 1 },
    { ...gone(5, 2), count: 1 },
  ]);
});
