/** Which native part is used where there are several, or none; and that only the one that was published is. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { native } from '../../fuzz/execute/locate.ts';
import { temporary } from '../fixtures/temporary.ts';

let root: string;
let folder: string;

/** An initproof of version 1.2.3 as npm installs it, which knows one digest for a platform `linux-own`. */
beforeEach(() => {
  vi.stubEnv('INITPROOF_NATIVE', undefined);
  root = join(temporary(), 'node_modules', 'initproof');
  folder = join(root, '..', '@initproof', 'linux-own');
  mkdirSync(join(root, 'dist'), { recursive: true });
  write(join(root, 'package.json'), '{"version": "1.2.3"}');
  const executor = createHash('sha256').update('the executor').digest('hex');
  write(join(root, 'dist', 'native.json'), JSON.stringify({ 'linux-own': { executor } }));
});

function write(path: string, content: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
}

function install(content: string): void {
  write(join(folder, 'package.json'), '{}');
  write(join(folder, 'bin', 'executor'), content);
}

const look = (): string => native('executor', root, 'linux-own');

test('the file of the package is used where its digest is the published one', () => {
  install('the executor');
  expect(look()).toBe(join(folder, 'bin', 'executor'));
});

test('a build of one’s own goes before it', () => {
  install('the executor');
  write(join(root, 'native', 'build', 'executor'), 'mine');
  expect(look()).toBe(join(root, 'native', 'build', 'executor'));
});

test('where the package is missing, the commands that help are told, with real paths', () => {
  expect(look).toThrow(
    `the native part is missing\nnpm i @initproof/linux-own@1.2.3\nor, with a C compiler: make -C ${join(root, 'native')}`,
  );
});

test.each(['the executor, changed', ''])('a file with the bytes %j is refused', (content) => {
  install(content);
  const path = join(folder, 'bin', 'executor');
  expect(look).toThrow(
    `${path} is not the executor that was published with this initproof: its digest differs, and it is not run\nrm -r ${folder}, then npm i @initproof/linux-own@1.2.3`,
  );
});

test('on a platform without a package it is told for which there is one', () => {
  expect(() => native('executor', root, 'linux-other')).toThrow('there is no native part for this platform, only for linux-own');
});

test('in a clone it is to be built', () => {
  const clone = join(temporary(), 'a clone');
  const missing = `${join(clone, 'native', 'build', 'executor')} is missing\nmake -C '${join(clone, 'native')}'`;
  expect(() => native('executor', clone)).toThrow(missing);
});
