import { expect, test } from 'vitest';
import { compareSignalSets, IGNORED, MASK } from '../../fuzz/judge/signal-sets.ts';

test('each kind is a difference of its own, and so is what is missing', () => {
  expect(compareSignalSets([15], [15], MASK)).toEqual([]);
  expect(compareSignalSets([10, 33], [20, 21, 32, 1], MASK)).toEqual([
    { detail: 'job-control', said: 'the child has SIGTSTP, SIGTTIN blocked, and should not' },
    { detail: 'library', said: 'the child has SIG32 blocked, and should not' },
    { detail: 'others', said: 'the child has SIGHUP blocked, and should not' },
    { detail: 'others-lost', said: 'the child should have SIGUSR1 blocked, and has not' },
    { detail: 'library-lost', said: 'the child should have SIG33 blocked, and has not' },
  ]);
});

test('what a shell ignores in the background, and an interpreter for itself', () =>
  expect(compareSignalSets([], [2, 13, 1], IGNORED).map(({ detail }) => detail)).toEqual(['background', 'interpreter', 'others']));

test('of ignored ones the sentence says so', () => {
  expect(compareSignalSets([1], [2], IGNORED).map(({ said }) => said)).toEqual([
    'the child ignores SIGINT, and should not',
    'the child should ignore SIGHUP, and does not',
  ]);
});
