import { expect, test } from 'vitest';
import { courseSh, reactionsSh } from '../../fuzz/export/sh-course.ts';
import { NOTED, ORPHAN, program } from './samples.ts';

test('steps in order, and what must be so after them', () => {
  const must = { at: 3, fault: true, must: "it's" } as const;
  const checks = [2, 3, 4].map((slot) => ({ ...must, kind: 'GONE', slot }) as const);
  expect(courseSh(program(ORPHAN), checks, ['1. a', '2. b', '3. c', '4. d'])).toEqual([
    "must 2 'all must come to rest' :",
    "step '1. a'",
    'forks 0 1 1',
    "must 2 'all must come to rest' :",
    "step '2. b'",
    'forks 1 2 4',
    "must 2 'all must come to rest' :",
    "step '3. c'",
    "tell 1 1 'exit 0'",
    "must 2 'all must come to rest' :",
    "step '4. d'",
    "tell 2 4 'exit 0'",
    "must 1 'it'\\''s' each gone 2 4",
  ]);
});

test('a trap for each signal that is not left as it is', () => {
  expect(reactionsSh(program(NOTED).processes)).toEqual([
    '0) # main',
    "\ttrap '' 1",
    "\ttrap 'exit 7' 2",
    '\tfor signal in $(seq 3 8) $(seq 10 16) 18 $(seq 20 31) $(seq 34 64); do trap "note $signal" "$signal"; done',
    '\t;;',
  ]);
  expect(reactionsSh(program(ORPHAN).processes)).toEqual([]);
});
