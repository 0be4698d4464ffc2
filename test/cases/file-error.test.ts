import { expect, test } from 'vitest';
import { fileError, whyNotWritten } from '../../fuzz/cases/file-error.ts';

const coded = (code: string, syscall: string, path?: string): Error => Object.assign(new Error(`${code}: x`), { code, syscall, path });

test('a place that does not do is whose who named it, a machine that lacks something is not', () => {
  expect(fileError(coded('EROFS', 'open', '/x'))).toEqual({ fault: 'place', said: '/x: the file system is read-only (open)' });
  expect(fileError(coded('ENOSPC', 'write'))).toEqual({ fault: 'machine', said: 'no space left on the disk (write)' });
  expect(fileError(coded('EMFILE', 'open', '/x'))?.fault).toBe('machine');
});

test('that something is not there says something of what was to be made only', () => {
  expect(fileError(coded('ENOENT', 'mkdir', '/proc/x'))).toEqual({ fault: 'place', said: '/proc/x: no folder can be made there (mkdir)' });
  expect(fileError(coded('ENOENT', 'open', '/x'))).toBeUndefined();
});

test('any error of the system is a reason, and a fault of ours is none', () => {
  expect(whyNotWritten(coded('ENOENT', 'open', '/x'))).toBe('ENOENT: x');
  const fault = new TypeError('x');
  expect(() => whyNotWritten(fault)).toThrow(fault);
  expect(fileError(undefined)).toBeUndefined();
});
