/** A target file of a stranger: what it names stays in its package, and no package comes that nobody asked for. */
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { temporary } from '../fixtures/temporary.ts';
import { initproof, type Ran, setUp, SET_UP_MS, SOUND, write } from './initproof.ts';

beforeAll(setUp, SET_UP_MS);
let cwd: string;
let cache: string;
beforeEach(() => {
  [cwd, cache] = [temporary(), temporary()];
});

const target = (name: string, path: string): string => `name: mine
title: Mine
find: {package: ${name}, path: ${JSON.stringify(path)}}
contract:
  forwards: {allBut: []}
  to: child
  parting: none
  execFails: {missing: [127], not-executable: [126], directory: [126], script-without-interpreter: [127]}
  child: {group: own, session: "init's", mask: inherited, ignored: inherited}
  directory: inherited
  wakeUps: 0
  pollMs: 0
`;

const inits = (): string => join(cache, 'initproof', 'inits');

/** A package as it lies in the cache. */
function cached(name: string, files: Record<string, string>): void {
  writeFile(join(inits(), name, '.package-version'), '1.0\n');
  for (const [path, content] of Object.entries(files)) writeFile(join(inits(), name, path), content);
}

function writeFile(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, 0o755);
}

async function run(text: string, ...more: string[]): Promise<Ran> {
  await write(cwd, 'mine.yaml', text);
  return initproof(['run', 'mine.yaml', '--runs', '2', '--no-corpus', ...more], { cwd, env: { XDG_CACHE_HOME: cache } });
}

test.each(['../../../../etc/passwd', 'usr/../../x', '..', '/etc/passwd', 'usr/bin/..'])(
  'the path %s is refused with its place',
  async (path) => {
    const { exit, err } = await run(target('tini', path));
    expect([exit, err.split('\n')[0]]).toEqual([
      2,
      'initproof: mine.yaml:3:29  expected a path inside the package, without a slash in front and without ..',
    ]);
  },
);

test('a link in the package that leads out of it is refused, one that stays in it is followed', async () => {
  cached('tiny', { 'usr/bin/real': '' });
  copyFileSync(SOUND, join(inits(), 'tiny/usr/bin/real'));
  symlinkSync('/bin/true', join(inits(), 'tiny/usr/bin/out'));
  symlinkSync('/usr', join(inits(), 'tiny/folder'));
  symlinkSync('real', join(inits(), 'tiny/usr/bin/in'));
  for (const path of ['usr/bin/out', 'folder/bin/true']) {
    const { exit, err } = await run(target('tiny', path));
    expect([exit, err]).toEqual([
      2,
      `initproof: mine.yaml  no init at ${path} of the package tiny: it is a link that leads out of its folder`,
    ]);
  }
  expect((await run(target('tiny', 'usr/bin/in'))).err).toContain('target      mine 1.0  ');
});

test('a package that nobody asked for is not fetched, and what to do is said', async () => {
  const { exit, out, err } = await run(target('mawk', 'usr/bin/mawk'));
  expect([exit, out, err]).toEqual([
    2,
    '',
    "initproof: mine.yaml  it would fetch the package mawk, which is none of initproof's own: allow it with --fetch mawk",
  ]);
  expect(existsSync(join(cache, 'initproof'))).toBe(false);
});

test('one that was asked for is: here, one that apt-get does not have', async () => {
  const { exit, err } = await run(target('no-such-init', 'bin/init'), '--fetch', 'no-such-init');
  expect([exit, err]).toEqual([3, expect.stringMatching(/^initproof: mine is left out: package no-such-init: /)]);
  expect(readdirSync(inits())).toEqual([]);
});

test.each([
  ['run'],
  ['compare'],
  ['explore'],
  ['replay'],
  ['shrink'],
  ['corpus', 'add'],
  ['profile', 'record'],
  ['profile', 'check'],
  ['profile', 'diff'],
])('the help of %s %s tells how', async (...words) => {
  expect((await initproof([...words, '--help'], { cwd })).out).toContain('--fetch supervisor');
});

test('of a shipped target all packages come, also those of the files beside its binary', async () => {
  const bin = temporary();
  await write(bin, 'apt-get', '#!/bin/sh\nexit 100\n');
  chmodSync(join(bin, 'apt-get'), 0o755);
  const { err } = await initproof(['targets', 'fetch', 's6-svscan'], { cwd, env: { PATH: bin, XDG_CACHE_HOME: cache } });
  expect([...err.matchAll(/^initproof: (\S+): /gm)].map(([, name]) => name)).toEqual([
    's6',
    'libs6-2.11',
    'libexecline2.9',
    'libskarnet2.13',
  ]);
});
