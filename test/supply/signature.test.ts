import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as openpgp from 'openpgp';
import { expect, test } from 'vitest';
import { keysOf, openBases } from '../../fuzz/supply/base.ts';
import { checkSignature } from '../../fuzz/supply/signature.ts';
import { temporary } from '../fixtures/temporary.ts';
import { packaged } from './binaries.ts';

const bytes = readFileSync(await packaged('tini'));
const { privateKey } = await openpgp.generateKey({ userIDs: [{ name: 'Test' }], subkeys: [{ sign: true }], format: 'object' });
const primary = privateKey.getFingerprint().toUpperCase();
const subkey = privateKey.getSubkeys()[0]?.getFingerprint().toUpperCase();
const path = join(temporary(), 'key.asc');
writeFileSync(path, privateKey.toPublic().armor());
const known = [{ init: 'tini', who: 'Test', primary, signs: [], source: 'this test', path }];

const sign = async (what: Buffer): Promise<string> =>
  openpgp.sign({ message: await openpgp.createMessage({ binary: what }), signingKeys: privateKey, detached: true });
const good = Buffer.from(await sign(bytes));

test("upstream's signature by a subkey is good, and both keys are told", async () => {
  const signed = await checkSignature({ bytes, signature: good, known });
  expect(signed).toMatchObject({ kind: 'good', who: "tini's key (Test)", init: 'tini', primary, key: subkey });
  expect(subkey).not.toBe(primary);
});

test('a binary signature is as good as an armored one', async () => {
  const armored = await openpgp.readSignature({ armoredSignature: good.toString() });
  expect(await checkSignature({ bytes, signature: Buffer.from(armored.write()), known })).toMatchObject({ kind: 'good' });
});

test('one changed byte makes it bad, and why is said', async () => {
  const changed = Buffer.from(bytes);
  changed[100] = (changed[100] ?? 0) ^ 1;
  expect(await checkSignature({ bytes: changed, signature: good, known })).toEqual({
    kind: 'bad',
    why: expect.stringContaining("not this file's") as string,
  });
});

test('a key that is not here leaves it unchecked, one that is given does not', async () => {
  expect(await checkSignature({ bytes, signature: good, known: [] })).toMatchObject({
    kind: 'unchecked',
    why: expect.stringContaining('--key') as string,
  });
  expect(await checkSignature({ bytes, signature: good, known: [], keys: [readFileSync(path)] })).toMatchObject({
    kind: 'good',
    who: 'the key that was given',
  });
});

test('of a key that the base names without its text, the text that is given counts as upstream’s', async () => {
  const { path: _, ...named } = known[0] as (typeof known)[number];
  expect(await checkSignature({ bytes, signature: good, known: [named], keys: [readFileSync(path)] })).toMatchObject({ init: 'tini' });
});

test('a key that is a FIFO, in the base of a stranger, is refused and not waited for', async () => {
  const fifo = join(temporary(), 'key.asc');
  execFileSync('mkfifo', [fifo]);
  const named = { ...(known[0] as (typeof known)[number]), path: fifo };
  await expect(checkSignature({ bytes, signature: good, known: [named] })).rejects.toThrow('it is a FIFO, no regular file');
});

test('what is no signature is bad', async () => {
  expect(await checkSignature({ bytes, signature: Buffer.from('tini version 0.19.0'), known })).toMatchObject({ kind: 'bad' });
  expect(await checkSignature({ bytes, signature: readFileSync(path), known })).toMatchObject({ kind: 'bad' });
});

test('without openpgp it is said how to get it', async () => {
  const absent = 'openpgp-that-is-not-there';
  const signed = await checkSignature({ bytes, signature: good, known }, () => import(absent) as Promise<typeof openpgp>);
  expect(signed).toMatchObject({ kind: 'unchecked', why: expect.stringContaining('npm install openpgp') as string });
});

test("tini's shipped key is the one that its README names, by its subkey", async () => {
  const tini = keysOf(await openBases()).find(({ init }) => init === 'tini');
  const [key] = await openpgp.readKeys({ armoredKeys: readFileSync(tini?.path ?? '', 'utf8') });
  expect(key?.getFingerprint().toUpperCase()).toBe(tini?.primary);
  const subkeys = key?.getSubkeys().map((one) => one.getFingerprint().toUpperCase());
  expect(subkeys).toEqual(expect.arrayContaining(tini?.signs ?? ['none']));
});
