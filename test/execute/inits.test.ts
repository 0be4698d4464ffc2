import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { putInPlace } from '../../fuzz/execute/inits.ts';

let root: string;
let place: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'initproof-inits-'));
  place = join(root, 'tini');
});
afterEach(() => rmSync(root, { recursive: true }));

/** An unpacked package, with some more files so that removing one takes a while. */
function unpacked(version: string): string {
  const folder = join(root, `new-${version}`, 'unpacked');
  mkdirSync(join(folder, 'usr/bin'), { recursive: true });
  for (let i = 0; i < 30; i++) writeFileSync(join(folder, `usr/file${i}`), version);
  writeFileSync(join(folder, 'usr/bin/tini'), version);
  writeFileSync(join(folder, '.package-version'), version);
  return folder;
}

const binary = (): string => readFileSync(join(place, 'usr/bin/tini'), 'utf8');

test('one that is in use is there all the time while another process puts the same in place', async () => {
  await putInPlace(unpacked('1'), place, false);
  let under = true;
  const other = putInPlace(unpacked('2'), place, false).finally(() => {
    under = false;
  });
  for (; under; await new Promise(setImmediate)) expect(binary()).toBe('1');
  await other;
});

test('one that is there stays, unless it is fetched again', async () => {
  await putInPlace(unpacked('1'), place, false);
  await putInPlace(unpacked('2'), place, false);
  expect(binary()).toBe('1');
  await putInPlace(unpacked('3'), place, true);
  expect(binary()).toBe('3');
});

test('half a package is replaced', async () => {
  mkdirSync(join(place, 'usr'), { recursive: true });
  await putInPlace(unpacked('1'), place, false);
  expect(binary()).toBe('1');
  expect(existsSync(join(place, '.package-version'))).toBe(true);
});
