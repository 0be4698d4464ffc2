import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builderOf } from '../../fuzz/supply/builder.ts';
import { temporary } from '../fixtures/temporary.ts';
import { printer } from './binaries.ts';

test('the compiler of a program that was just built is that of this machine', () =>
  expect(builderOf(readFileSync(printer(join(temporary(), 'p')))).compiler).toMatch(/^GCC \S/));

test('an old glibc that is linked in is told, as in the 0.18.0 release', () =>
  expect(builderOf(Buffer.from('\0glibc 2.23\0GCC: (Ubuntu 5.4.0-6ubuntu1~16.04.9) 5.4.0 20160609\0'))).toEqual({
    libc: 'glibc 2.23',
    compiler: 'GCC Ubuntu 5.4.0-6ubuntu1~16.04.9',
  }));

test('nothing is told where nothing is said', () => expect(builderOf(Buffer.from('musl'))).toEqual({}));
