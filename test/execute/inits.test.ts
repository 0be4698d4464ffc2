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

test('who fetches the same at the same time finds it there from then on', async () => {
  let ended = 0;
  const check = async (index: number): Promise<void> => {
    await putInPlace(unpacked(`${index}`), place, false);
    const first = binary();
    for (; ended < 20; await new Promise(setImmediate)) {
      expect(binary()).toBe(first);
      if (index === 0) ended++;
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, index) => check(index)));
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
