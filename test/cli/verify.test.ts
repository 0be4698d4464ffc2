import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as openpgp from 'openpgp';
import { beforeAll, describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { COPIES, lookalike, NAMES, packaged, script } from '../supply/binaries.ts';
import { temporary } from '../fixtures/temporary.ts';
import { initproof, SET_UP_MS, setUp, values } from './initproof.ts';

let cwd: string;
let tini: string;
beforeAll(async () => {
  setUp();
  cwd = temporary();
  tini = await packaged('tini');
}, SET_UP_MS);

describe('verify', () => {
  test("Debian's four are known packages, and the date of the base is told", async () => {
    const paths = await Promise.all(NAMES.map(packaged));
    const { exit, out, err } = await initproof(['verify', ...paths], { cwd });
    expect(exit).toBe(0);
    expect(out.match(/✓ .* known package /g)).toHaveLength(4);
    expect(err).toMatch(/base of \d{4}-\d\d-\d\d: 80 release files, 52 files of packages; nothing was fetched/);
  });

  test('one byte changed is 1, also among good ones', async () => {
    const changed = join(cwd, 'changed');
    COPIES['one byte changed']?.('tini', tini, changed);
    const { exit, out } = await initproof(['verify', tini, changed, '--json'], { cwd });
    expect(exit).toBe(1);
    const [first, second] = values({ exit, signal: undefined, out, err: '' });
    expect([first?.verdict, second?.verdict]).toEqual(['known-package', 'modified']);
    expect(second).toMatchObject({ v: 1, type: 'verified', accepted: false, identity: { init: 'tini', version: '0.19.0' } });
  });

  test('--accept lets an unknown build pass, and nothing changed', async () => {
    const own = lookalike(join(cwd, 'own'), '0.19.0');
    expect((await initproof(['verify', own], { cwd })).exit).toBe(1);
    expect((await initproof(['verify', own, '--accept', 'unknown-build'], { cwd })).exit).toBe(0);
    const wrong = await initproof(['verify', own, '--accept', 'modified'], { cwd });
    expect([wrong.exit, wrong.err]).toEqual([2, expect.stringContaining('Expected single-source')]);
  });

  test('a name of a file cannot act upon the terminal', async () => {
    const evil = join(cwd, 'tini\x1b[2K\u202e');
    symlinkSync(script(join(cwd, 'script')), evil);
    const { out } = await initproof(['verify', evil], { cwd });
    expect(out).toContain('tini\\x1b[2K\\u{202e}');
    expect(out.includes('\x1b') || out.includes('\u202e')).toBe(false);
  });

  test.each([
    [['none'], /none {2}there is no such file/],
    [['.'], /it is a folder/],
    [[], /missing required argument/],
  ])('%j is wrong usage', async (args, said) => {
    const { exit, err } = await initproof(['verify', ...args], { cwd });
    expect([exit, err]).toEqual([2, expect.stringMatching(said)]);
  });
});

describe('a signature and a base of your own', () => {
  let key: string;
  let signature: string;
  let own: string;
  beforeAll(async () => {
    own = lookalike(join(cwd, 'signed'), '0.20.0');
    const { privateKey } = await openpgp.generateKey({ userIDs: [{ name: 'Test' }], format: 'object' });
    key = join(cwd, 'key.asc');
    signature = join(cwd, 'signed.asc');
    writeFileSync(key, privateKey.toPublic().armor());
    const message = await openpgp.createMessage({ binary: readFileSync(own) });
    writeFileSync(signature, await openpgp.sign({ message, signingKeys: privateKey, detached: true }));
  });

  test('a good signature passes, that of another file does not', async () => {
    const good = await initproof(['verify', own, '--signature', signature, '--key', key], { cwd });
    expect([good.exit, good.out]).toEqual([0, expect.stringMatching(/known good: tini 0\.20\.0\n.*signed by the key that was given/)]);
    const bad = await initproof(['verify', tini, '--signature', signature, '--key', key], { cwd });
    expect([bad.exit, bad.out]).toEqual([1, expect.stringMatching(/known package[\s\S]*! the signature is bad: it is not this file's/)]);
    const unknown = await initproof(['verify', own, '--signature', signature], { cwd });
    expect([unknown.exit, unknown.out]).toEqual([1, expect.stringContaining('give it with --key')]);
  });

  test('an entry that a signature has made lets it pass from then on', async () => {
    const base = join(cwd, 'digests.json');
    const added = await initproof(['digests', 'add', own, '--signature', signature, '--key', key, '--to', base], { cwd });
    expect([added.exit, added.out]).toEqual([0, expect.stringMatching(/^✓ tini 0\.20\.0 [0-9a-f]{64} in .*, 1 in all/)]);
    const { exit, out } = await initproof(['verify', own, '--digests', base], { cwd });
    expect([exit, out]).toEqual([0, expect.stringMatching(/known good: tini 0\.20\.0/)]);
  });

  test('without one who vouches for it there is no entry', async () => {
    const { exit, err } = await initproof(['digests', 'add', own], { cwd });
    expect([exit, err]).toEqual([2, expect.stringContaining('nobody vouches for it')]);
  });

  test('without openpgp it says how to get it, and everything else works', async () => {
    // As where it was not installed: Node does not find it.
    const hide = `data:text/javascript,import{register}from'node:module';register('data:text/javascript,export async function resolve(s,c,n){if(s==="openpgp")throw Object.assign(new Error("none"),{code:"ERR_MODULE_NOT_FOUND"});return n(s,c)}')`;
    const env = { NODE_OPTIONS: `--import ${JSON.stringify(hide)}` };
    const { exit, err } = await initproof(['verify', own, '--signature', signature], { cwd, env });
    expect([exit, err]).toEqual([3, expect.stringContaining('npm install openpgp')]);
    expect((await initproof(['verify', tini], { cwd, env })).exit).toBe(0);
  });
});
