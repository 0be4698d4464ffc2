/** fuzz/setup.sh, what `npm start` and `npm test` call: one message for what is missing, and nothing done twice. */
import { cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';
import { temporary } from '../fixtures/temporary.ts';
import { SET_UP_MS, setUp } from './initproof.ts';

beforeAll(setUp, SET_UP_MS);
let cwd: string;
beforeEach(async () => {
  cwd = temporary();
});

/** What it says in `folder` with these commands alone in PATH. */
async function runWith(commands: readonly string[], folder: string, job = 'nothing') {
  const bin = join(cwd, 'bin');
  await mkdir(bin);
  for (const name of commands) await symlink((await execa('sh', ['-c', `command -v ${name}`])).stdout, join(bin, basename(name)));
  const { exitCode, stdout, stderr } = await execa(join(bin, 'sh'), [join(folder, 'fuzz', 'setup.sh'), job], {
    env: { PATH: bin },
    reject: false,
  });
  return { exit: exitCode, out: stdout, err: stderr };
}

/** The sources as a clone has them, as far as it gets. */
async function clone(): Promise<string> {
  const folder = join(cwd, 'clone');
  for (const part of ['fuzz/setup.sh', 'native/src', 'native/Makefile', 'package.json', 'package-lock.json']) {
    await cp(join(PACKAGE_ROOT, part), join(folder, part), { recursive: true, preserveTimestamps: true });
  }
  return folder;
}

const BASE = ['sh', 'node', 'uname', 'dirname', 'cmp', 'find', 'mkdir'];

test('where all is there it says and does nothing, without compiler and npm', async () => {
  expect(await runWith([...BASE, 'make'], PACKAGE_ROOT)).toEqual({ exit: 0, out: '', err: '' });
});

test.each([
  ['node', ['sh', 'uname', 'dirname'], /^initproof: node is missing\n {2}Install Node 20\.19/],
  ['make', BASE, /^initproof: make is missing\n {2}On Debian: apt-get install gcc make/],
  ['a compiler', [...BASE, 'make'], /^initproof: a C compiler is missing\n {2}On Debian: apt-get install gcc make libc6-dev/],
])('a machine without %s: 3, and what to do', async (_, commands, said) => {
  const folder = await clone();
  const { exit, out, err } = await runWith(commands, folder);
  expect([exit, out]).toEqual([3, '']);
  expect(err).toMatch(said);
  expect(err.split('\n')).toHaveLength(2);
  expect(await readdir(folder)).not.toContain('node_modules');
});

test('where npm cannot fetch the dependencies: 3, and nothing that looks like an install is left', async () => {
  const folder = await clone();
  await cp(join(PACKAGE_ROOT, 'native', 'build'), join(folder, 'native', 'build'), { recursive: true, preserveTimestamps: true });
  const npm = join(cwd, 'npm');
  await writeFile(npm, "#!/bin/sh\necho 'npm error code EAI_AGAIN' >&2\nexit 1\n", { mode: 0o755 });
  const { exit, err } = await runWith([...BASE, 'make', npm], folder);
  expect(exit).toBe(3);
  expect(err).toMatch(
    /npm error code EAI_AGAIN\ninitproof: the dependencies could not be installed\n {2}npm says why above\. The first start needs the npm registry/,
  );
  expect(await readdir(folder)).not.toContain('node_modules');
});

test('a job that is none is 2', async () => {
  const { exit, err } = await runWith([...BASE, 'make'], PACKAGE_ROOT, 'mian');
  expect([exit, err]).toEqual([2, expect.stringMatching(/^initproof: no such job: mian \(main, test, .*nothing\)$/)]);
});
