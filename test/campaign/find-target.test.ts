import { chmod, copyFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { findTarget, UNKNOWN } from '../../fuzz/campaign/find-target.ts';
import { native } from '../../fuzz/execute/locate.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'initproof-'));
});

const sound = native('sound');

test('a path is a target with the contract plain, by the name it was given', async () => {
  expect(await findTarget(sound)).toEqual({ ok: true, target: { ...UNKNOWN, name: sound, title: 'sound', binary: sound }, said: [] });
});

test('what is no target is told apart', async () => {
  await writeFile(join(folder, 'text'), 'x');
  await expect(findTarget('no-such-init')).rejects.toThrow(/no such target, nor a program in PATH; there are/);
  await expect(findTarget('tinni')).rejects.toThrow(/no such target, nor a program in PATH, did you mean tini\?/);
  await expect(findTarget('tini "-g')).rejects.toThrow(/a quote in it is not closed/);
  await expect(findTarget(join(folder, 'none'))).rejects.toThrow(/there is no such file/);
  await expect(findTarget(folder)).rejects.toThrow(/it is a folder/);
  await expect(findTarget(join(folder, 'text'))).rejects.toThrow(/not executable/);
  await expect(findTarget(sound, { like: 'no-such-init' })).rejects.toThrow(/no such target to be like/);
});

test('a target file names a binary beside it', async () => {
  const binary = join(folder, 'my-init');
  await writeFile(binary, '#!/bin/sh\n');
  await chmod(binary, 0o755);
  const file = join(folder, 'my-init.yaml');
  await writeFile(
    file,
    `name: my-init
title: Mine
find: {path: ./my-init}
args: [--]
contract:
  forwards: [SIGTERM]
  to: child
  parting: none
  execFails: {missing: [127], not-executable: [126], directory: [126], script-without-interpreter: [127]}
  child: {group: own, session: "init's", mask: inherited, ignored: inherited}
  directory: inherited
  wakeUps: 0
  pollMs: 0
`,
  );
  const found = await findTarget(file);
  expect(found).toMatchObject({ ok: true, target: { name: 'my-init', binary, args: ['--'] } });
  expect(await findTarget(sound, { like: file })).toMatchObject({
    ok: true,
    target: { name: sound, binary: sound, args: ['--'], contract: { forwards: ['SIGTERM'] } },
  });
});

test('a target file names a program in PATH, and what to install where it is not there', async () => {
  const file = join(folder, 'named.yaml');
  await writeFile(file, 'find: {command: ldd}\n');
  expect(await findTarget(file)).toMatchObject({ ok: true, target: { name: 'named', binary: '/usr/bin/ldd', ownPlace: '/usr/bin/ldd' } });
  const why = async (find: string): Promise<unknown> => {
    await writeFile(file, `find: {${find}}\n`);
    return findTarget(file);
  };
  expect(await why('command: no-such-init')).toEqual({ ok: false, name: 'named', why: 'there is no no-such-init in PATH' });
  const remedy = 'there is no no-such-init in PATH: npm install --global @who/no-such-init';
  expect(await why("command: no-such-init, npm: '@who/no-such-init'")).toEqual({ ok: false, name: 'named', why: remedy });
});

test('a script is where it is on this machine, a binary in a folder of ours', async () => {
  const place = async (word: string) => (await target(word)).ownPlace;
  expect([await place('/usr/bin/ldd'), await place('/usr/bin/env')]).toEqual(['/usr/bin/ldd', undefined]);
  await writeFile(join(folder, 'script.sh'), '#!/bin/sh\n');
  await chmod(join(folder, 'script.sh'), 0o755);
  // Its sandbox has a folder of its own there.
  expect(await place(join(folder, 'script.sh'))).toBeUndefined();
});

async function target(word: string, finding?: Parameters<typeof findTarget>[1]) {
  const found = await findTarget(word, finding);
  if (!found.ok) throw new Error(found.why);
  return { ...found.target, said: found.said };
}

test('arguments are those that are given, in the name too, so that the name finds it again', async () => {
  const given = await target(sound, { args: ['-p', 'a b'] });
  expect(given).toMatchObject({ name: `${sound} -p 'a b'`, title: "sound -p 'a b'", binary: sound, args: ['-p', 'a b'] });
  expect(await target(given.name)).toEqual(given);
  expect(await target(sound, { like: 'tini', args: ['-v'] })).toMatchObject({ args: ['-v'], contract: { pollMs: 1000 } });
});

test('a target with the arguments of another one of its init is that one', async () => {
  expect(await target('tini', { args: ['-g', '--'] })).toMatchObject({ name: 'tini-g', contract: { to: 'group' } });
  expect(await target('tini -g --')).toMatchObject({ name: 'tini-g' });
  expect(await target('tini', { args: ['-v', '--'] })).toMatchObject({ name: 'tini -v --', contract: { to: 'child' } });
});

test('a binary with the bytes of an init has its contract, arguments and deviations, unless another is named', async () => {
  for (const [name, word] of [
    ['tini', 'tini 0.19.0'],
    ['dumb-init', 'dumb-init 1.2.5'],
    ['catatonit', 'catatonit 0.1.7'],
  ] as const) {
    const copy = join(folder, `copy-of-${name}`);
    const { version: _, said: __, ...own } = await target(name);
    await copyFile(own.binary, copy);
    const said = [`${copy} is ${word} of Debian: judged by the contract of ${name}`];
    expect(await target(copy)).toEqual({ ...own, name: copy, title: `copy-of-${name}`, binary: copy, as: name, said });
    expect(await target(copy, { like: 'sound' })).toMatchObject({ args: [], contract: { pollMs: 0 }, said: [] });
  }
  const tini = join(folder, 'copy-of-tini');
  expect(await target(tini, { args: ['-g', '--'] })).toMatchObject({ as: 'tini-g', contract: { to: 'group' }, args: ['-g', '--'] });
  expect(await target(tini, { args: ['-v', '--'] })).toMatchObject({ as: 'tini', contract: { to: 'child' }, args: ['-v', '--'] });
});

test('a text in the bytes gives no contract, and is told', async () => {
  const changed = join(folder, 'changed');
  await writeFile(changed, Buffer.concat([await readFile((await target('tini')).binary), Buffer.from('x')]), { mode: 0o755 });
  const { as, contract, said } = await target(changed);
  expect([as, contract, said]).toEqual([
    undefined,
    UNKNOWN.contract,
    [`${changed} says that it is tini 0.19.0, and its digest is not known: --like tini judges it by that contract`],
  ]);
});

test('a name that is no target is looked up in PATH', async () => {
  const { binary, name, said, contract } = await target('sh');
  expect([name, contract, said]).toEqual(['sh', UNKNOWN.contract, [`sh is no target: it is ${binary}, found in PATH`]]);
  expect(binary).toMatch(/^\/.*\/sh$/);
});
