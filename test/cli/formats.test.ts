/** `--format` and `--output` of the real command line: where each goes, what is refused, what is there when something breaks. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { temporary } from '../fixtures/temporary.ts';
import { CASE, FAULTY, initproof, setUp, SET_UP_MS, SOUND, values, write } from './initproof.ts';

beforeAll(setUp, SET_UP_MS);
let cwd: string;
beforeEach(async () => {
  cwd = temporary();
  await write(cwd, 'bug.yaml', CASE);
});

const read = (name: string): string => readFileSync(join(cwd, name), 'utf8');
const RUN = ['run', FAULTY, '--like', 'sound', '--no-corpus', '--runs', '150', '--seed', '5', '--property', 'exit-code'];

test('a run writes every format while the console goes on, all of one finding', { timeout: 300_000 }, async () => {
  const files = [
    '--output',
    'a.html',
    '--output',
    'a.xml',
    '--output',
    'a.sarif',
    '--output',
    'a.md',
    '--output',
    'a.ndjson',
    '--format',
    'badge',
    '--output',
    'badge.json',
  ];
  const summary = join(cwd, 'step.md');
  const ran = await initproof([...RUN, ...files, '--format', 'github'], { cwd, env: { GITHUB_STEP_SUMMARY: summary } });
  expect(ran.exit).toBe(1);
  // A plainer case may have taken the place of the first.
  const { id } = values({ ...ran, out: read('a.ndjson').trimEnd() }).findLast(({ type }) => type === 'failure') as { id: string };
  expect(ran.out).toMatch(/violates exit-code/);
  expect(ran.out).toMatch(new RegExp(`^::error file=\\.initproof/found/seven-bits/exit-code/${id}\\.yaml,line=1,title=`, 'm'));
  for (const name of ['a.html', 'a.xml', 'a.sarif', 'a.md', 'step.md']) expect(read(name)).toContain(id);
  expect(read('a.html')).toMatch(/<article id="f-[\s\S]*<svg viewBox/);
  expect(JSON.parse(read('badge.json'))).toMatchObject({ message: expect.stringMatching(/^\d new failures?$/), color: 'red' });
});

test('a format without a file is the answer: nothing else is on stdout', async () => {
  const ran = await initproof(['replay', 'bug.yaml', '--target', `${SOUND},${FAULTY}`, '--times', '2', '--format', 'junit'], { cwd });
  expect(ran.exit).toBe(1);
  expect(ran.out).toMatch(/^<\?xml [\s\S]*tests="2" failures="1"[\s\S]*<\/testsuites>$/);
});

test('--json is short for --format ndjson, and names of before go on working', async () => {
  const compare = ['compare', SOUND, '--like', 'sound', '--runs', '5', '--seed', '1'];
  const all = await Promise.all(
    [['--json'], ['--format', 'ndjson'], ['--format', 'json']].map((flags) => initproof([...compare, ...flags], { cwd })),
  );
  for (const ran of all) expect(values(ran)).toMatchObject([{ type: 'row', target: SOUND, scenarios: 5 }]);
  expect((await initproof([...compare, '--format', 'table'], { cwd })).out).toMatch(/✓ held/);
});

test('corpus check has a test case for each case and target', async () => {
  const ran = await initproof(['corpus', 'check', '--replay', 'bug.yaml', '--format', 'junit'], { cwd });
  expect([ran.exit, ran.out.match(/<testcase /g)?.length]).toEqual([0, 1]);
});

describe('is refused with exit code 2', () => {
  test.each([
    [['bisect', 'bug.yaml', '--builds', '.', '--format', 'junit'], /This command has console, ndjson, markdown\./],
    [
      ['bisect', 'bug.yaml', '--builds', '.', '--output', 'a.html'],
      /This command has no format html: .* one of console, ndjson, markdown\./,
    ],
    [['run', '--output', 'report'], /Its ending tells no format: write --format FORMAT before it/],
    [['run', '--output', 'no/such/folder.html'], /There is no folder no\/such\./],
    [['run', '--output', '.'], /It is a folder\./],
    [['run', SOUND, '--json', '--format', 'junit'], /two formats for stdout, ndjson and junit/],
    [['run', SOUND, '--json', '--format', 'github'], /two formats for stdout, ndjson and github/],
    [['run', SOUND, '--output', 'a.md', '--format', 'html', '--output', 'a.md'], /two formats for a\.md/],
    [['run', SOUND, '--format', 'console', '--output', 'a.txt'], /the console is no file/],
  ])('%j', async (args, said) => {
    const { exit, err, out } = await initproof(args, { cwd });
    expect(err).toMatch(said);
    expect([exit, out]).toEqual([2, '']);
  });
});

test('a report that cannot be written is said, and hides no finding', async () => {
  mkdirSync(join(cwd, 'sub'));
  const given = ['replay', 'bug.yaml', '--times', '1', '--output', '/proc/report.html'];
  const sound = await initproof([...given, '--target', SOUND], { cwd });
  expect([sound.exit, sound.err]).toEqual([3, expect.stringMatching(/the report \/proc\/report\.html is not written: /)]);
  const faulty = await initproof([...given, '--target', FAULTY], { cwd });
  expect([faulty.exit, faulty.out]).toEqual([1, expect.stringMatching(/✕/)]);
});

test('work that breaks down leaves a report that says so', async () => {
  const ran = await initproof(['run', SOUND, '--runs', '5', '--no-corpus', '--out', '/proc/none', '--output', 'a.xml'], { cwd });
  expect(ran.exit).not.toBe(0);
  expect(existsSync(join(cwd, 'a.xml'))).toBe(true);
  expect(read('a.xml')).toMatch(/<testcase classname="initproof" name="comes to its end"[^>]*><error message="[^"]*\/proc\/none/);
});
