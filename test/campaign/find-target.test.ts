import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
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
  expect(await findTarget(sound)).toEqual({ ok: true, target: { ...UNKNOWN, name: sound, title: 'sound', binary: sound } });
});

test('what is no target is told apart', async () => {
  await writeFile(join(folder, 'text'), 'x');
  await expect(findTarget('no-such-init')).rejects.toThrow(/no such target/);
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
