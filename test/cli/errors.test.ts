import { expect, test } from 'vitest';
import { NothingToRunError, tell, UsageError } from '../../fuzz/cli/errors.ts';
import { HarnessError, NotExecutableError } from '../../fuzz/execute/harness-error.ts';
import { InputError } from '../../fuzz/scenario/input-error.ts';

const coded = (code: string): Error => Object.assign(new Error('x'), { code, path: '/x', syscall: 'open' });

test('each error comes to its exit code', () => {
  const exits = [
    new UsageError('x'),
    new InputError('UNREADABLE', 'x', 'y'),
    new NotExecutableError('x'),
    coded('EACCES'),
    new NothingToRunError('x'),
    new HarnessError('machine', 'x'),
    new HarnessError('not-built', 'x'),
    new HarnessError('died', 'x'),
    new TypeError('x'),
    'thrown text',
  ].map((error) => tell(error).exit);
  expect(exits).toEqual([2, 2, 2, 2, 3, 3, 3, 4, 70, 70]);
});

test('what the file system says is said in words', () => {
  expect(tell(coded('ENOSPC')).message).toBe('/x: no space left on the disk (open)');
});

test('a fault of ours comes with what is needed to report it', () => {
  const { message } = tell(new TypeError('the reason'));
  expect(message).toMatch(
    /^internal error in initproof \d+\.\d+\.\d+: please report it with the following lines\nTypeError: the reason\n +at /,
  );
});

test('what a machine lacks is one line each, and where to look', () => {
  expect(tell(new HarnessError('machine', 'executor: cannot\nexecutor: do this')).message).toBe(
    'executor: cannot\n  do this\n  `initproof doctor` tells what this machine lacks',
  );
});
