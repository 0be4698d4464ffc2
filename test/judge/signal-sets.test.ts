import { expect, test } from 'vitest';
import { compareSignalSets, IGNORED_KINDS } from '../../fuzz/judge/signal-sets.ts';

test('each kind is a difference of its own, and so is what is missing', () => {
  expect(compareSignalSets([15], [15])).toEqual([]);
  expect(compareSignalSets([10, 33], [20, 21, 32, 1])).toEqual([
    { detail: 'job-control', said: 'beyond what it should, the child has SIGTSTP SIGTTIN' },
    { detail: 'library', said: 'beyond what it should, the child has SIG32' },
    { detail: 'others', said: 'beyond what it should, the child has SIGHUP' },
    { detail: 'others-lost', said: 'the child lacks SIGUSR1' },
    { detail: 'library-lost', said: 'the child lacks SIG33' },
  ]);
});

test('what a shell ignores in the background, and an interpreter for itself', () =>
  expect(compareSignalSets([], [2, 13, 1], IGNORED_KINDS).map(({ detail }) => detail)).toEqual(['background', 'interpreter', 'others']));
