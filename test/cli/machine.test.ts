/** `initproof doctor` and `targets`, and what is said where this machine lacks something. */
import { chmod, mkdir, readdir, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TARGETS_FOLDER } from '../../fuzz/campaign/target-files.ts';
import { temporary } from '../fixtures/temporary.ts';
import { initproof, MAIN, setUp, SET_UP_MS, SOUND, values, write } from './initproof.ts';

beforeAll(setUp, SET_UP_MS);
let cwd: string;
beforeEach(async () => {
  cwd = temporary();
});

/** A folder that is all of PATH, with these commands in it. */
async function onlyCommands(...names: string[]): Promise<string> {
  const folder = join(cwd, 'bin');
  await mkdir(folder);
  for (const name of names) await symlink((await execa('sh', ['-c', `command -v ${name}`])).stdout, join(folder, name));
  return folder;
}

describe('doctor', () => {
  test('says what is there', async () => {
    const { exit, out } = await initproof(['doctor'], { cwd });
    expect(exit).toBe(0);
    expect(out).toMatch(/✓ node +\d/);
    expect(out).toMatch(/✓ executor +starts\n/);
    expect(out).toMatch(/\n\n {2}this machine can run it$/);
  });

  test('as JSON', async () => {
    const [all] = values(await initproof(['doctor', '--json'], { cwd }));
    expect(all).toMatchObject({ v: 1, type: 'doctor', ok: true });
    expect(all?.checks).toContainEqual({ name: 'executor', status: 'ok', said: 'starts', fix: [] });
  });

  test('without a compiler is fine once all is built', async () => {
    const { exit, out } = await initproof(['doctor'], { cwd, env: { PATH: await onlyCommands('make') } });
    expect(exit).toBe(0);
    expect(out).toMatch(/! compiler +no C compiler; needed only to build the native part anew\n +→ on Debian: apt-get install gcc/);
  });
});

describe('a machine that lacks something', () => {
  test('user namespaces: 3, with what to do', async () => {
    const script = `echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"`;
    const within = (...args: string[]) =>
      execa('unshare', ['--user', '--map-root-user', 'sh', '-c', script, 'sh', process.execPath, MAIN, ...args], { cwd, reject: false });
    const ran = await within('run', 'sound', '--runs', '5', '--no-color');
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toMatch(
      /initproof: executor: cannot create namespaces: .*\n {2}allow user namespaces \(sysctl .*\n {2}`initproof doctor` tells/,
    );
    const doctor = await within('doctor', '--no-color');
    expect(doctor.exitCode).toBe(3);
    expect(doctor.stdout).toMatch(/✕ namespaces +refused: ENOSPC\n +→ sudo sysctl -w user\.max_user_namespaces=15000\n/);
    expect(doctor.stdout).toMatch(/cannot run here: 2 problems$/);
  });

  test('apt-get: the other targets run, and each that does not has one line', async () => {
    const env = { PATH: await onlyCommands('sh'), XDG_CACHE_HOME: cwd };
    const ran = await initproof(['run', '--runs', '5', '--no-corpus', '--json'], { cwd, env });
    expect(ran.exit).toBe(0);
    expect(values(ran).filter(({ type }) => type === 'target')).toMatchObject([{ target: 'sound', scenarios: 5 }]);
    const [fetching, ...lines] = ran.err.split('\n');
    expect(fetching).toMatch(/^initproof: fetching Debian's catatonit, dumb-init, tini into .*\/initproof\/inits; nothing is installed$/);
    expect(lines).toHaveLength(7);
    for (const line of lines)
      expect(line).toMatch(/^initproof: [a-z-]+ is left out: package [a-z-]+: there is no apt-get on this machine$/);
    const none = await initproof(['run', 'tini', '--runs', '5'], { cwd, env });
    expect([none.exit, none.err.split('\n').at(-1)]).toEqual([3, 'initproof: no target is left to run']);
    expect((await initproof(['targets', 'fetch', 'tini'], { cwd, env })).exit).toBe(3);
  });

  test('a network: one line with the reason', async () => {
    const bin = await onlyCommands('sh');
    await write(bin, 'apt-get', '#!/bin/sh\necho "E: Failed to fetch http://x  Temporary failure resolving \'x\'" >&2\nexit 100\n');
    await chmod(join(bin, 'apt-get'), 0o755);
    const { exit, err } = await initproof(['run', 'tini'], { cwd, env: { PATH: bin, XDG_CACHE_HOME: cwd } });
    expect(err.split('\n').slice(1).join('\n')).toBe(
      'initproof: tini is left out: package tini: no network, or the mirror does not answer\ninitproof: no target is left to run',
    );
    expect(exit).toBe(3);
  });

  test('the native part: 3, with how to build it', async () => {
    const { exit, err } = await initproof(['run', SOUND, '--runs', '5'], { cwd, env: { INITPROOF_NATIVE: cwd } });
    expect(exit).toBe(3);
    expect(err.split('\n').slice(0, 2)).toEqual([`initproof: ${cwd}/executor is missing`, '  INITPROOF_NATIVE names that folder']);
  });
});

test('targets that come with it are listed, and whether they are here', async () => {
  const all = values(await initproof(['targets', 'list', '--json'], { cwd, env: { XDG_CACHE_HOME: cwd } }));
  const files = (await readdir(TARGETS_FOLDER)).filter((name) => name.endsWith('.yaml')).map((name) => basename(name, '.yaml'));
  expect(all.map(({ name }) => name)).toEqual(files.sort());
  expect(all.find(({ name }) => name === 'sound')).toMatchObject({ binary: SOUND });
  expect(all.find(({ name }) => name === 'tini')).toMatchObject({ why: 'package tini is not fetched: initproof targets fetch tini' });
});
