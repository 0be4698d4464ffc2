import { expect, test } from 'vitest';
import { compareEnvironments } from '../../fuzz/judge/environment.ts';

const BASE = ['PATH=/bin', 'HOME=/'];
const kinds = (...got: string[]): Record<string, string[]> =>
  Object.fromEntries(compareEnvironments(BASE, got).map(({ kind, names }) => [kind, names]));

test('equal ones do not differ', () => expect(kinds(...BASE)).toEqual({}));

test('what is lost, changed, added and moved', () => {
  expect(kinds('PATH=/bin')).toEqual({ lost: ['HOME'] });
  expect(kinds('PATH=/bin', 'HOME=/root', 'A=')).toEqual({ changed: ['HOME'], added: ['A'] });
  expect(kinds('HOME=/', 'PATH=/bin')).toEqual({ order: ['HOME', 'PATH'] });
});

test('what a shell or a runtime adds is usual, the order of a shell too', () => {
  const found = compareEnvironments(BASE, ['SHLVL=1', 'HOME=/', 'PWD=/', 'PATH=/bin', '_=/bin/sh', 'LC_CTYPE=C.UTF-8', 'npm_config_x=1']);
  expect(found.map(({ kind, names, usual }) => [kind, names, usual !== undefined])).toEqual([
    ['shell', ['SHLVL', 'PWD', '_'], true],
    ['runtime', ['LC_CTYPE'], true],
    ['runtime', ['npm_config_x'], true],
    ['order', ['HOME', 'PATH'], true],
  ]);
});
