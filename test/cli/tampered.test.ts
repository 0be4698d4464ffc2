/** Inits that ask for the record of their runs: no command calls one good. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CASE, initproof, type Ran, SET_UP_MS, SOUND, setUp, values, write } from './initproof.ts';

/** In each run, and in those alone that come from a zygote, which no replay does. */
const INITS = ['forger', 'now-and-then'] as const;
const WITHOUT_CORPUS = ['--no-corpus', '--seed', '1', '--runs', '60', '--jobs', '1'];

let native: string;
let cwd: string;
const init = (name: string): string => join(native, name);
const tool = (...args: string[]): Promise<Ran> => initproof(args, { cwd, env: { INITPROOF_NATIVE: native } });
const ofType = (ran: Ran, type: string) => values(ran).filter((value) => value.type === type);

beforeAll(() => {
  setUp();
  native = mkdtempSync(join(tmpdir(), 'initproof-native-'));
  for (const name of ['executor', 'actor', 'sound', 'libinitproof.so']) cpSync(join(dirname(SOUND), name), init(name));
  for (const name of INITS) cpSync(join(dirname(SOUND), 'forger'), init(name));
}, SET_UP_MS);
afterAll(() => rmSync(native, { recursive: true }));
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'initproof-'));
});

describe('run', () => {
  test('fails, is told once, keeps a case, and no property holds', async () => {
    const ran = await tool('run', init('forger'), ...WITHOUT_CORPUS, '--json');
    expect(ran.exit).toBe(1);
    const failures = ofType(ran, 'failure');
    expect(failures.map(({ property, signature, known, story }) => [property, signature, known, story])).toEqual([
      ['tampered', 'tampered/record', false, []],
    ]);
    const [{ properties }] = ofType(ran, 'target') as [{ properties: Record<string, number>[] }];
    expect(new Set(properties.map(({ holds, tampered }) => `${holds} ${tampered}`))).toEqual(new Set(['0 60']));
    expect(ofType(ran, 'end')).toMatchObject([{ failures: 1, new: 1, tampered: 1, harnessErrors: 0 }]);
    expect(await readFile(join(cwd, String(failures[0]?.case)), 'utf8')).toMatch(/^property: tampered\nsignature: tampered\/record\n/m);
  });

  test('fails where a replay never shows it, and whatever is to fail', async () => {
    const ran = await tool('run', init('now-and-then'), ...WITHOUT_CORPUS, '--fail-on', 'nothing', '--json');
    expect(ran.exit).toBe(1);
    expect(ofType(ran, 'failure')).toMatchObject([{ signature: 'tampered/record', repeats: [0, 10] }]);
  });

  test('says so to people', async () => {
    const { out } = await tool('run', init('forger'), ...WITHOUT_CORPUS, '--no-shrink');
    expect(out).toContain('forger tampers with the record of a run: no verdict on it is evidence\n');
    expect(out).toMatch(/0 properties held over 60 scenarios;\s+no\s+verdict\s+is\s+evidence:\s+60\s+records\s+tampered\s+with/);
    expect(out).toMatch(/1 new failure, 1 way of tampering with the record in 60 scenarios/);
  });

  test('no case of a corpus hides it, and what was found is replayed first', async () => {
    const hiding = CASE.replace('exit-code', 'tampered').replace(
      'steps:',
      `signature: tampered/record\nexpect: {${init('forger')}: violated}\nsteps:`,
    );
    await write(cwd, 'hiding.yaml', hiding);
    const ran = await tool('run', init('forger'), '--corpus', '.', '--runs', '1', '--seed', '1', '--json');
    expect([ran.exit, ofType(ran, 'failure').map(({ known }) => known)]).toEqual([1, [false]]);
    const again = await tool('run', init('forger'), '--corpus', '.', '--runs', '1', '--seed', '2', '--json');
    expect(ofType(again, 'failure')[0]).toHaveProperty('from');
  });
});

describe('a case', () => {
  test('is tampered with, whatever it is about and records', async () => {
    await write(cwd, 'case.yaml', CASE.replace('steps:', `expect: {${init('forger')}: holds}\nsteps:`));
    const { exit, out } = await tool('replay', 'case.yaml', '--times', '3');
    expect(exit).toBe(1);
    expect(out).toMatch(/forger +! tampered +3 of 3 +tampered\/record: no verdict is evidence\n/);
    const added = await tool('corpus', 'add', 'case.yaml');
    expect([added.exit, added.err]).toEqual([2, expect.stringContaining('tampers with the record of its runs')]);
    expect((await tool('corpus', 'check', 'case.yaml', '--replay')).exit).toBe(1);
  });

  test('of tampering is replayed and made small, and is the same to bisect', async () => {
    await write(cwd, 'case.yaml', CASE.replace('exit-code', 'tampered').replace('steps:', 'signature: tampered/record\nsteps:'));
    expect((await tool('replay', 'case.yaml', '--target', `${init('forger')},${SOUND}`, '--times', '2', '--json')).out).toMatch(
      /"always":"tampered".*\n.*"always":"holds"/,
    );
    const shrunk = await tool('shrink', 'case.yaml', '--target', init('forger'), '--calls', '10', '--json');
    expect(values(shrunk)).toMatchObject([{ signature: 'tampered/record', repeats: [10, 10] }]);
    await write(cwd, 'builds.txt', `${SOUND}\n${init('forger')}\n`);
    const bisected = await tool('bisect', 'case.yaml', '--builds', 'builds.txt', '--rate', '10/10', '--json');
    expect(ofType(bisected, 'bisection')).toMatchObject([{ kind: 'found', after: { binary: init('forger') } }]);
  });

  test('is not said to be without its fault: bisect leaves such a build out', async () => {
    await write(cwd, 'case.yaml', CASE);
    await write(cwd, 'builds.txt', `${SOUND}\n${init('forger')}\n`);
    const ran = await tool('bisect', 'case.yaml', '--builds', 'builds.txt', '--rate', '10/10', '--json');
    expect(ran.exit).toBe(4);
    const tried = ofType(ran, 'build').find(({ build }) => String(build).endsWith('forger'));
    expect(tried).toMatchObject({ outcome: 'unjudged', why: expect.stringContaining('its record was tampered with') });
  });
});

test('compare has a cell of its own for it, and says it aloud', async () => {
  const { exit, out } = await tool('compare', init('forger'), SOUND, '--runs', '30', '--seed', '1');
  expect(exit).toBe(1);
  expect(out).toMatch(/^ {2}exit-code +! 30 +✓$/m);
  expect(out).toMatch(
    /^ {2}! \S+forger: no verdict is evidence, 30 records tampered with, first by scenario 0\. A process that is no actor/m,
  );
  const seldom = await tool('compare', init('now-and-then'), '--runs', '60', '--seed', '1', '--jobs', '1', '--format', 'markdown');
  expect([seldom.exit, seldom.out]).toEqual([1, expect.stringMatching(/now-and-then&#58; no verdict is evidence/)]);
});

describe('profiles', () => {
  test('are not kept', async () => {
    const ran = await tool('profile', 'check', init('forger'), '--like', 'sound', '--runs', '20', '--seed', '1', '--json');
    expect([ran.exit, ofType(ran, 'failure').map(({ signature }) => signature)]).toEqual([1, ['tampered/record']]);
  });
  test('are not made', async () => {
    const { exit, out, err } = await tool('profile', 'record', init('forger'), '--runs', '10');
    expect([exit, out, err]).toEqual([1, '', expect.stringContaining('tampers with the record of its runs')]);
  });
});

test('explore tells it, and each cell that is reached is at fault', async () => {
  const ran = await tool('explore', init('forger'), '--base', 'exit', '--no-shrink', '--json');
  expect(ran.exit).toBe(1);
  const outcomes = new Set(ofType(ran, 'cell').map(({ outcome }) => outcome));
  outcomes.delete('unreached');
  expect(outcomes).toEqual(new Set(['tampered']));
  expect(ofType(ran, 'failure').map(({ signature }) => signature)).toContain('tampered/record');
});
