/** Names and texts that write on a terminal, in every place where a command prints one. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporary } from '../fixtures/temporary.ts';
import { CASE, FAULTY, initproof, setUp, SET_UP_MS, SOUND } from './initproof.ts';

/** Colour, a bell, a control sequence of one character, the other direction of writing, ends of lines and of the title, a soft hyphen. */
const NAME = 'es\x1b[31;5mc\x07\u009b1m\u202e\u2028\nFORGED\x1b]0;t\u00ad';
/** All that has a meaning to a terminal but line ends and tabs, which are ours. */
const UNSAFE = /[^\P{Cc}\n\t]|[\p{Cf}\p{Zl}\p{Zp}]/u;

let cwd: string;
beforeAll(async () => {
  setUp();
  cwd = temporary();
  for (const folder of ['builds', 'corpus', `root${NAME}`]) await mkdir(join(cwd, folder));
  for (const path of [NAME, `builds/1${NAME}`]) await copyFile(FAULTY, join(cwd, path));
  await copyFile(SOUND, join(cwd, `builds/2${NAME}`));
  await writeFile(join(cwd, `corpus/good${NAME}.yaml`), CASE);
  await writeFile(join(cwd, `corpus/bad${NAME}.yaml`), `version: 1\nactors: {"a${'\\0\\e'}": {}}\n`);
  await writeFile(
    join(cwd, `corpus/text${NAME}.yaml`),
    `# comment \x1b[31;5m\n${CASE}launch: {args: ["\\e[31;5m\\u202e"], env: {"A\\e": "\\a"}}\n`,
  );
  await writeFile(join(cwd, `long${NAME}.yaml`), `version: 1 # \x1b[31;5m\u202e\u2028 \x00\nsteps: [x]\n`);
  await writeFile(join(cwd, `${NAME}.yaml`), `name: x\ntitle: "\\e[31;5m"\nfind: {path: "./${'\\e'}"}\n`);
}, SET_UP_MS);

const GOOD = `corpus/good${NAME}.yaml`;
const FEW = ['--runs', '5', '--seed', '1'];

const COMMANDS: Record<string, string[]> = {
  run: ['run', `./${NAME}`, ...FEW, '--no-corpus', '--no-shrink'],
  'run, verbose': ['run', `./${NAME}`, ...FEW, '--corpus', 'corpus', '--no-shrink', '--verbose', '--out', `out${NAME}`],
  'run, as JSON': ['run', `./${NAME}`, ...FEW, '--no-corpus', '--no-shrink', '--json'],
  'run, a file as it should not be': ['run', `${NAME}.yaml`],
  'run, none': ['run', `./none${NAME}`],
  'run, --like': ['run', SOUND, '--like', NAME],
  'run, --property': ['run', SOUND, '--property', NAME],
  compare: ['compare', `./${NAME}`, SOUND, ...FEW],
  'compare, Markdown': ['compare', `./${NAME}`, SOUND, ...FEW, '--format', 'markdown'],
  'compare, a case': ['compare', `./${NAME}`, '--case', GOOD],
  'explain, good': ['explain', GOOD],
  'explain, hostile texts': ['explain', `corpus/text${NAME}.yaml`],
  'explain, a hostile line': ['explain', `long${NAME}.yaml`],
  'explain, bad': ['explain', `corpus/bad${NAME}.yaml`],
  'explain, none': ['explain', NAME],
  replay: ['replay', GOOD, '--target', `./${NAME}`, '--times', '1'],
  shrink: ['shrink', GOOD, '--target', `./${NAME}`, '--calls', '5', '--output', `small${NAME}.yaml`],
  bisect: ['bisect', GOOD, '--builds', 'builds', '--like', 'sound', '--rate', '10/10'],
  'bisect, --first-good': ['bisect', GOOD, '--builds', 'builds', '--like', 'sound', '--rate', '10/10', '--first-good'],
  'bisect, none': ['bisect', GOOD, '--builds', `none${NAME}`],
  'corpus check': ['corpus', 'check', '--corpus', 'corpus'],
  'corpus list': ['corpus', 'list', '--corpus', 'corpus'],
  'corpus list, as JSON': ['corpus', 'list', '--corpus', 'corpus', '--json'],
  'export, C': ['export', `corpus/text${NAME}.yaml`, '--format', 'c'],
  'export, sh': ['export', GOOD, '--format', 'sh'],
  verify: ['verify', NAME],
  'verify, none': ['verify', `none${NAME}`],
  'digests add': ['digests', 'add', NAME, '--init', NAME, '--release', NAME, '--source', NAME],
  scan: ['scan', `root${NAME}`],
  'scan, Markdown': ['scan', `root${NAME}`, `none${NAME}`, '--format', 'markdown'],
  'scan, SARIF': ['scan', `root${NAME}`, `none${NAME}`, '--format', 'sarif'],
  'scan, --inspect': ['scan', '--inspect', NAME],
  'profile diff': ['profile', 'diff', `none${NAME}.profile.yaml`, NAME],
  'an option': [`--${NAME}`],
  'a command': [NAME],
  'a value': ['run', '--time', NAME],
};

describe.each(Object.entries(COMMANDS))('%s', (_, args) => {
  test('prints nothing that a terminal acts upon, and no line that is a stranger’s', async () => {
    const { out, err } = await initproof(args, { cwd });
    const text = `${out}\n${err}`;
    expect(text.trim()).not.toBe('');
    expect(UNSAFE.exec(text)?.[0].codePointAt(0)?.toString(16)).toBeUndefined();
    expect(text).not.toMatch(/^FORGED/m);
    expect(text).not.toContain('internal error in initproof');
  });
});

test('with colours, those are ours', async () => {
  const env = { FORCE_COLOR: '1', NO_COLOR: '' };
  const { out } = await initproof(COMMANDS.compare ?? [], { cwd, env });
  expect(out).toContain('\x1b[31m✕');
  expect(out).toContain('es\\x1b[31;5mc\\x07\\x9b1m\\u{202e}\\u{2028}\\x0aFORGED');
  expect(out).not.toContain('\x1b[31;5m');
});

test('a NUL in a name is escaped', async () => {
  await writeFile(join(cwd, 'nul.yaml'), 'version: 1\nactors: {"a\\0b": {}}\n');
  const { exit, err } = await initproof(['explain', 'nul.yaml'], { cwd });
  expect([exit, err.split('\n')[0]]).toEqual([2, 'initproof: nul.yaml:2:18  the actor `a\\x00b` has no `parent`']);
});
