/** `initproof replay`, `shrink`, `compare`, `corpus` and `explain`, on a faulty init and the sound one. */
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { temporary } from '../fixtures/temporary.ts';
import { begin, CASE, FAULTY, initproof, setUp, SET_UP_MS, SOUND, values, write } from './initproof.ts';

beforeAll(setUp, SET_UP_MS);
let cwd: string;
beforeEach(async () => {
  cwd = temporary();
  await write(cwd, 'case.yaml', CASE);
});

describe('replay', () => {
  test('says how often of how many, on each target', async () => {
    const { exit, out } = await initproof(['replay', 'case.yaml', '--target', `${SOUND},${FAULTY}`, '--times', '20'], { cwd });
    expect(exit).toBe(1);
    expect(out).toMatch(
      /^ {2}case [0-9a-f]{8} · exit-code\n {2}codes from 128 on\n\n {2}The init starts the actor main\.\n {2}1\. main exits 200\./,
    );
    expect(out).toMatch(/sound +✓ holds +20 of 20\n/);
    expect(out).toMatch(/seven-bits +✕ violated +20 of 20 +exit-code\/wrong-status:exit\n/);
    expect(out).toMatch(/init +exits with 72\n/);
  });

  test('as JSON, and 0 where it holds', async () => {
    const ran = await initproof(['replay', 'case.yaml', '--target', SOUND, '--times', '3', '--json'], { cwd });
    expect(ran.exit).toBe(0);
    expect(values(ran)).toMatchObject([
      { type: 'replay', target: SOUND, property: 'exit-code', always: 'holds', times: 3, verdicts: { holds: 3 } },
    ]);
  });

  test('finds a case of the corpus by the start of its id', async () => {
    const added = await initproof(['corpus', 'add', 'case.yaml', '--target', `${SOUND},${FAULTY}`, '--corpus', 'corpus'], { cwd });
    const id = /([0-9a-f]{8})\.yaml/.exec(added.out)?.[1] ?? '';
    const { exit, out } = await initproof(['replay', id.slice(0, 4)], { cwd });
    expect(exit).toBe(1);
    expect(out).toMatch(/sound +✓ holds +10 of 10 +as recorded\n/);
    expect(out).toMatch(/seven-bits +✕ violated +10 of 10 +exit-code\/wrong-status:exit, as recorded\n/);
  });
});

describe('replay in CI', () => {
  const recorded = (expect: string): string => CASE.replace('steps:', `expect: {sound: ${expect}}\nsteps:`);

  test('a folder is all its cases, and what they come to is said', async () => {
    await mkdir(join(cwd, 'cases'));
    await write(cwd, 'cases/a.yaml', recorded('holds'));
    await write(cwd, 'cases/b.yaml', recorded('violated').replace('200', '201'));
    const { exit, out, err } = await initproof(['replay', 'cases', '--times', '2'], { cwd });
    expect([exit, out.match(/^ {2}case /gm)?.length]).toEqual([0, 2]);
    expect(err).toBe('  2 replays: 1 as recorded, 1 not as recorded');
    const changed = await initproof(['replay', 'cases', '--times', '2', '--fail-on', 'changed'], { cwd });
    expect(changed.exit).toBe(1);
    await mkdir(join(cwd, 'empty'));
    const empty = await initproof(['replay', 'empty'], { cwd });
    expect([empty.exit, empty.err]).toEqual([2, 'initproof: empty: there is no case in this folder']);
  });

  test('a known fault is no failure where only a change is one', async () => {
    await write(cwd, 'known.yaml', CASE.replace('steps:', `expect: {${FAULTY}: violated}\nsteps:`));
    const on = (...flags: string[]) => initproof(['replay', 'known.yaml', '--times', '2', ...flags], { cwd });
    expect((await on()).exit).toBe(1);
    expect((await on('--fail-on', 'changed')).exit).toBe(0);
    expect((await on('--fail-on', 'nothing')).exit).toBe(0);
    // Nothing is recorded of the sound one, and it holds.
    expect((await on('--fail-on', 'changed', '--target', SOUND)).exit).toBe(0);
  });

  test('Ctrl-C ends it with a summary', async () => {
    await write(cwd, 'long.yaml', 'version: 1\nproperty: exit-code\nsteps:\n  - {wait: 5s}\n');
    const child = begin(['replay', 'case.yaml', 'long.yaml', '--target', SOUND, '--times', '1'], { cwd });
    // The answer to the first case: the second one is under way, or is next.
    child.stdout.once('data', () => child.kill('SIGINT'));
    const { exitCode, stderr } = await child;
    expect([exitCode, String(stderr).split('\n').at(-1)]).toEqual([130, '  interrupted: 1 of 2 replays: 1 with nothing recorded']);
  });
});

describe('shrink', () => {
  const BIG = `version: 1
launch: {args: [a, b], open: [7]}
actors:
  main: {on: {all: note}}
  a: {parent: main, copies: 3}
steps:
  - {fork: a}
  - {signal: {signal: SIGTERM, to: init}}
  - {exit: {actor: a, code: 3}}
  - {exit: {actor: main, code: 200}}
`;

  test('makes a scenario smaller and keeps it beside', async () => {
    await write(cwd, 'big.yaml', BIG);
    const { exit, out, err } = await initproof(['shrink', 'big.yaml', '--target', FAULTY], { cwd });
    expect([exit, err.split('\n')[0]]).toEqual([
      0,
      expect.stringMatching(/start +4 steps, 4 processes +exit-code\/wrong-status:exit on .*, 5 of 5/),
    ]);
    expect(out).toMatch(/^✓ 1 step, 1 process, 10 of 10, \d+ tries in .* \(minimal\); wrote big\.min\.yaml$/);
    expect(await readFile(join(cwd, 'big.min.yaml'), 'utf8')).toMatch(/steps:\n {2}- \{exit: \{actor: main, code: \d+\}\}\n$/);
    expect(await readFile(join(cwd, 'big.yaml'), 'utf8')).toBe(BIG);
  });

  test('of what does not fail is 4', async () => {
    const { exit, out, err } = await initproof(['shrink', 'case.yaml', '--target', SOUND], { cwd });
    expect([exit, out]).toEqual([4, '']);
    expect(err).toMatch(/case\.yaml violates nothing on .*: there is nothing to shrink/);
  });
});

describe('compare', () => {
  test('is a matrix, by the same scenarios', async () => {
    const args = ['compare', SOUND, FAULTY, '--seed', '1', '--runs', '60', '--property', 'exit-code'];
    const { exit, out, err } = await initproof(args, { cwd });
    expect([exit, err]).toEqual([1, 'initproof compare · seed 1 · 60 scenarios']);
    expect(out).toMatch(/\n {2}exit-code +✓ +✕ \d+\n {2}scenarios +60 +60\n/);
    const rows = values(await initproof([...args, '--json'], { cwd }));
    expect(rows).toMatchObject([
      { type: 'row', target: SOUND, scenarios: 60 },
      { target: FAULTY, scenarios: 60 },
    ]);
  });

  test('by cases, as Markdown', async () => {
    const { exit, out } = await initproof(['compare', SOUND, FAULTY, '--case', 'case.yaml', '--format', 'markdown'], { cwd });
    expect(exit).toBe(1);
    expect(out).toMatch('| exit-code | ✓ | ✕ 1 |');
  });
});

describe('corpus', () => {
  test('add, list, check', async () => {
    expect((await initproof(['corpus', 'add', 'case.yaml', '--target', FAULTY, '--corpus', 'corpus'], { cwd })).exit).toBe(0);
    const listed = values(await initproof(['corpus', 'list', '--corpus', 'corpus', '--json'], { cwd }));
    expect(listed).toMatchObject([
      { type: 'case', property: 'exit-code', signature: 'exit-code/wrong-status:exit', expect: { [FAULTY]: 'violated' } },
    ]);
    expect((await initproof(['corpus', 'list', '--corpus', 'corpus', '--property', 'forwards'], { cwd })).err).toBe('  0 cases');
    const { exit, out } = await initproof(['corpus', 'check', '--replay', '--corpus', 'corpus'], { cwd });
    expect([exit, out]).toEqual([0, '✓ 1 case, 0 not as recorded, 0 cannot be read']);
    const { id } = listed[0] as { id: string };
    const named = await initproof(['corpus', 'check', '--replay', '--json', id], { cwd });
    expect(values(named)).toEqual([
      expect.objectContaining({ type: 'replay', fails: false, asRecorded: true }),
      { v: 1, type: 'checked', cases: 1, notAsRecorded: 0, unreadable: 0 },
    ]);
  });

  test('a property or a folder that is not there is wrong usage', async () => {
    const list = (...args: string[]) => initproof(['corpus', 'list', ...args], { cwd });
    expect(await list('--property', 'exit-cod')).toMatchObject({
      exit: 2,
      out: '',
      err: 'initproof: no property exit-cod, did you mean exit-code?',
    });
    expect(await list('--corpus', 'nope')).toMatchObject({ exit: 2, out: '', err: 'initproof: nope: there is no such folder of cases' });
    // A property of somebody's own.
    await mkdir(join(cwd, 'own'));
    await write(cwd, 'own/x.yaml', CASE.replace('exit-code', 'mine'));
    expect(await list('--property', 'mine', '--corpus', 'own')).toMatchObject({ exit: 0, err: '  1 case' });
  });

  test('a case that is there already keeps its file, and what it says of other targets', async () => {
    const add = (target: string) => initproof(['corpus', 'add', 'case.yaml', '--target', target, '--corpus', 'corpus'], { cwd });
    const path = /added (.*)$/.exec((await add(FAULTY)).out)?.[1] ?? '';
    await mkdir(join(cwd, 'corpus', 'mine'));
    await rename(join(cwd, path), join(cwd, 'corpus', 'mine', 'high-codes.yaml'));
    expect((await add(SOUND)).out).toMatch(/✓ added corpus\/mine\/high-codes\.yaml$/);
    const listed = values(await initproof(['corpus', 'list', '--corpus', 'corpus', '--json'], { cwd }));
    expect(listed).toMatchObject([{ signature: 'exit-code/wrong-status:exit', expect: { [FAULTY]: 'violated', [SOUND]: 'holds' } }]);
  });

  test('what is not as recorded is 1, and says what it is now', async () => {
    await write(cwd, 'case.yaml', CASE.replace('steps:', 'expect: {sound: violated}\nsteps:'));
    const { exit, out, err } = await initproof(['corpus', 'check', '--replay', 'case.yaml'], { cwd });
    expect([exit, out]).toEqual([1, '✕ 1 case, 1 not as recorded, 0 cannot be read']);
    expect(err).toBe('✕ case.yaml on sound: recorded as violated, now holds');
  });

  test('all that come with initproof can be read, and none says what another does', async () => {
    const { exit, out, err } = await initproof(['corpus', 'check'], { cwd });
    expect([exit, err]).toEqual([0, '']);
    expect(out).toMatch(/^✓ \d+ cases, 0 cannot be read$/);
  });

  test('a case without a property needs one', async () => {
    await write(cwd, 'case.yaml', 'steps: []\nversion: 1\n');
    const { exit, err } = await initproof(['corpus', 'add', 'case.yaml', '--target', SOUND], { cwd });
    expect([exit, err]).toEqual([2, 'initproof: case.yaml names no property: give one with --property']);
  });
});

test('explain says a case in English, and what a property claims', async () => {
  expect((await initproof(['explain', 'case.yaml'], { cwd })).out).toMatch(
    /codes from 128 on\n\n {2}The init starts the actor main\.\n {2}1\. main exits 200\.\n\n {2}property +exit-code: (.*\n)+ {2}needs +nothing unusual: a plain `docker run` has it$/,
  );
  const { out } = await initproof(['explain', 'reaps-orphans'], { cwd });
  expect(out).toMatch(/^reaps-orphans\n {2}claims {7}no zombie whose parent is the init is left\n {2}why {10}Each zombie keeps a pid/);
  expect(out).toMatch(/\n {2}sources {6}wait\(2\), NOTES\n {2}reports {6}Yelp\/dumb-init 9;/);
  const signature = await initproof(['explain', 'forwards/signal-lost:real-time'], { cwd });
  expect(signature.out).toMatch(
    /`docker stop` waits its\s+ten\s+seconds(.|\n)*known faults\n {4}bc99d47b .* on tini-g\n\n {2}See one happen {3}npx initproof replay bc99d47b/,
  );
  expect(signature.out).not.toMatch('signal-doubled');
  const wrong = await initproof(['explain', 'forwards/signal-lots'], { cwd });
  expect([wrong.exit, wrong.err]).toEqual([
    2,
    expect.stringMatching('no signature forwards/signal-lots, did you mean forwards/signal-lost'),
  ]);
  const value = values(await initproof(['explain', 'forwards/signal-lost:real-time', '--json'], { cwd }));
  expect(value).toMatchObject([
    {
      type: 'property',
      id: 'forwards',
      signature: 'forwards/signal-lost:real-time',
      cases: expect.arrayContaining([expect.objectContaining({ id: 'bc99d47b' })]),
    },
  ]);
  expect(values(await initproof(['explain', 'case.yaml', '--json'], { cwd }))).toMatchObject([{ type: 'case', property: 'exit-code' }]);
  expect((await initproof(['explain', 'inconclusive'], { cwd })).out).toMatch(/neither a pass nor a fault of the init/);
  expect((await initproof(['explain'], { cwd })).out).toMatch(/^reaps-orphans\n(.|\n)*\nexit-code\n/);
});
