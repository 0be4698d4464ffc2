import { expect, test } from 'vitest';
import { compareEnvironments, environmentChange } from '../../fuzz/judge/environment.ts';

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

test('what a contract has of it is no difference, nor is the order then', () => {
  const got = ['npm_config_x=1', 'HOME=/root', 'INIT=1'];
  expect(compareEnvironments(BASE, got, { adds: ['npm_*'], changes: ['HOME'], removes: ['PATH'] })).toEqual([
    { kind: 'added', names: ['INIT'] },
  ]);
  expect(compareEnvironments(BASE, got, { adds: ['npm_*', 'INIT'], removes: ['PATH'] })).toEqual([{ kind: 'changed', names: ['HOME'] }]);
  expect(compareEnvironments(BASE, ['HOME=/', 'PATH=/bin'], {})).toEqual([]);
});

test('what was done to one, as a contract says it', () => {
  expect(environmentChange(BASE, BASE)).toBeUndefined();
  expect(environmentChange(BASE, ['HOME=/root', 'npm_a=1', 'npm_b=2', 'SHLVL=1'])).toEqual({
    adds: ['SHLVL', 'npm_*'],
    changes: ['HOME'],
    removes: ['PATH'],
  });
});
