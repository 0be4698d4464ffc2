/** What bad input gets: a clear error, the exit code 2, nothing lost, nothing left behind. */
import { chmod, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { temporary } from '../fixtures/temporary.ts';
import { CASE, initproof, setUp, SET_UP_MS, SOUND, values, write } from './initproof.ts';

beforeAll(setUp, SET_UP_MS);
let cwd: string;
beforeEach(async () => {
  cwd = temporary();
});

/** Bad cases, and how the error begins; the caret's line tells the place again. */
const BAD: [what: string, text: string, said: string][] = [
  [
    'a YAML that is not one',
    'version: 1\nsteps: [{exit: {actor: main',
    'bad.yaml:2:28  Flow map in block collection must be sufficiently indented and end with a }',
  ],
  ['an unknown key', 'version: 1\nstepz: []\n', 'bad.yaml:2:1  unknown key stepz, did you mean steps?'],
  [
    "an actor that doesn't exist",
    'version: 1\nsteps:\n  - {exit: {actor: mian, code: 0}}\n',
    'bad.yaml:3:20  no actor `mian`, did you mean main?',
  ],
  [
    'a cycle of parents',
    'version: 1\nactors:\n  a: {parent: b}\n  b: {parent: a}\n',
    'bad.yaml:3:15  `a` descends from itself: its parents form a cycle',
  ],
  [
    '10^9 copies',
    'version: 1\nactors:\n  a: {parent: main, copies: 1000000000}\n',
    'bad.yaml:3:29  expected a whole number from 1 to 200, got 1000000000',
  ],
  [
    'a signal 65',
    'version: 1\nsteps:\n  - {signal: {signal: 65, to: init}}\n',
    'bad.yaml:3:23  there is no signal 65: they go from 1 to 64',
  ],
  [
    'a step upon a dead actor',
    'version: 1\nactors:\n  a: {parent: main}\nsteps:\n  - {fork: a}\n  - {exit: {actor: a, code: 0}}\n  - {exit: {actor: a, code: 0}}\n',
    'bad.yaml:7:20  `a` was told to end by an earlier step',
  ],
  [
    'a case of a newer version',
    'version: 2\nsteps: []\n',
    'bad.yaml:1:10  version 2 is newer than what this initproof reads, 1: update initproof to use this file',
  ],
  ['a truncated case', 'version: 1\ncase: 7f3a91c2\nproperty: exit-code\nsteps:\n  - {exit: {actor: main, code: 2}}\n', 'bad.yaml:2:7  '],
];

test.each(BAD)('%s is refused with its place', async (_, text, said) => {
  await write(cwd, 'bad.yaml', text);
  const { exit, out, err } = await initproof(['replay', '--target', SOUND, 'bad.yaml'], { cwd });
  expect([exit, out]).toEqual([2, '']);
  expect(err.split('\n')[0]).toMatch(`initproof: ${said}`);
  expect(err).toMatch(/\n +\d+ \| .*\n +\| +\^+$/);
  expect(await readdir(cwd)).toEqual(['bad.yaml']);
});

test('every command that reads a case refuses it so', async () => {
  await write(cwd, 'bad.yaml', BAD[0]?.[1] ?? '');
  const commands = [['shrink'], ['compare', SOUND, '--case'], ['corpus', 'add'], ['corpus', 'check'], ['explain']];
  const all = await Promise.all(commands.map((command) => initproof([...command, 'bad.yaml'], { cwd })));
  for (const { exit, out, err } of all) expect([exit, out, err.split('\n')[0]]).toEqual([2, '', `initproof: ${BAD[0]?.[2]}`]);
});

test('a bad case in the corpus hides no other', async () => {
  await write(cwd, 'good.yaml', CASE);
  await write(cwd, 'bad.yaml', CASE.slice(0, -20));
  const { exit, out, err } = await initproof(['run', SOUND, '--corpus', '.', '--runs', '5', '--json'], { cwd });
  expect(exit).toBe(0);
  const all = values({ exit, out, err, signal: undefined });
  expect(all.filter(({ type }) => type === 'warning')).toMatchObject([{ message: expect.stringMatching(/^bad\.yaml:/) }]);
  expect(all.at(-1)).toMatchObject({ type: 'end', replayed: 1, scenarios: 5 });
  const check = await initproof(['corpus', 'check', '--corpus', '.'], { cwd });
  expect([check.exit, check.out]).toEqual([2, '✕ 1 case, 1 cannot be read']);
  expect(await readFile(join(cwd, 'bad.yaml'), 'utf8')).toBe(CASE.slice(0, -20));
});

describe('a target that is no init', () => {
  test.each<[string, string | undefined, number, string]>([
    ["isn't executable", 'not mine', 0o644, 'init  not an init: it is not executable (chmod +x)'],
    ['is text', 'not a program', 0o755, 'The init cannot be executed: '],
    ['has an interpreter that is not there', '#!/no/such/shell\n', 0o755, 'The init cannot be executed: '],
    ['is empty', '', 0o755, 'The init cannot be executed: '],
    ["isn't there", undefined, 0, 'init  no such target: there is no such file'],
  ])('since it %s', async (_, text, mode, said) => {
    if (text !== undefined) await chmod(join(cwd, await write(cwd, 'init', text)), mode);
    const { exit, out, err } = await initproof(['run', './init', '--runs', '5', '--no-corpus'], { cwd });
    expect([exit, out]).toEqual([2, '']);
    expect(err.split('\n').at(-1)).toMatch(`initproof: ${said.startsWith('init') ? './' : ''}${said}`);
    expect(await readdir(cwd)).toEqual(text === undefined ? [] : ['init']);
  });

  test('since it is a folder', async () => {
    const { exit, err } = await initproof(['run', cwd], { cwd });
    expect([exit, err]).toEqual([2, `initproof: ${cwd}  not an init: it is a folder`]);
  });

  test('a target file with a mistake points at it', async () => {
    await write(cwd, 'mine.yaml', 'version: 1\nname: mine\ntitle: Mine\nfind: {path: ./init}\ncontract: {forwords: []}\n');
    const { exit, err } = await initproof(['run', 'mine.yaml'], { cwd });
    expect(exit).toBe(2);
    expect(err).toMatch(/^initproof: mine\.yaml:5:12 {2}unknown key forwords, did you mean forwards\?/);
  });
});

test('a folder that cannot be written is told before anything runs for nothing', async () => {
  await write(cwd, 'out', 'a file, no folder');
  const { exit, err } = await initproof(
    ['run', SOUND, '--like', 'catatonit', '--runs', '200', '--seed', '1', '--no-corpus', '--out', 'out'],
    { cwd },
  );
  expect(exit).toBe(2);
  expect(err.split('\n').at(-1)).toMatch(/^initproof: .*out.*: (a part of the path is not a folder|something else is there)/);
});
