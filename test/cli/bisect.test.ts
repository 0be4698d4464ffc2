import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { temporary } from '../fixtures/temporary.ts';
import { begin, CASE, FAULTY, initproof, setUp, SET_UP_MS, SOUND, values, write } from './initproof.ts';

let cwd: string;
beforeAll(async () => {
  setUp();
  cwd = temporary();
  await write(cwd, 'case.yaml', CASE);
  await write(cwd, 'list', [SOUND, SOUND, FAULTY].join('\n'));
  for (const [index, binary] of [SOUND, SOUND, SOUND, FAULTY, FAULTY].entries()) await symlink(binary, join(cwd, `b-${index + 8}`));
  await write(cwd, 'backwards', ['b-12', 'b-11', 'b-10', 'b-9'].join('\n'));
}, SET_UP_MS);

test('the pair is the answer; what was tried is told on stderr', async () => {
  const { exit, out, err } = await initproof(['bisect', 'case.yaml', '--builds', '.'], { cwd });
  expect(out).toMatch(/^ {2}last without {2}b-10\n {2}first with {4}b-11\n {2}confidence {4}99/);
  expect(err).toMatch(/5 builds, b-8 to b-12, judged as any init is/);
  expect(exit).toBe(0);
});

test('the first good one, from a list', async () => {
  const ran = await initproof(['bisect', 'case.yaml', '--builds', 'backwards', '--first-good', '--json', '--rate', '10/10'], { cwd });
  expect(values(ran).at(-1)).toMatchObject({ v: 1, type: 'bisection', kind: 'found', before: { name: 'b-11' }, after: { name: 'b-10' } });
  expect(
    values(ran)
      .slice(0, -1)
      .every(({ type }) => type === 'build'),
  ).toBe(true);
  expect(ran.exit).toBe(0);
});

test('no edge: exit code 4, and what to do', async () => {
  const { exit, out } = await initproof(['bisect', 'case.yaml', '--builds', 'backwards'], { cwd });
  expect(out).toMatch(/no answer {2}the newest build, b-9, does not show it in 20 runs: --first-good/);
  expect(exit).toBe(4);
});

test.each([
  [['--builds', 'none'], /none {2}there is no such folder of builds/],
  [['--builds', '.', '--rate', '0/10'], /Expected how often it shows/],
  [['--builds', 'list', '--like', 'tinni'], /no such target to be like, did you mean tini/],
  [[], /required option '--builds/],
])('%j is wrong usage', async (args, said) => {
  const { exit, out, err } = await initproof(['bisect', 'case.yaml', ...args], { cwd });
  expect(err).toMatch(said);
  expect([exit, out]).toEqual([2, '']);
});

test('Ctrl-C ends it: exit code 130', async () => {
  const process = begin(['bisect', 'case.yaml', '--builds', 'list', '--rate', '1/9999', '--jobs', '1'], { cwd });
  for await (const line of process.iterable({ from: 'stderr' })) if (/shows it/.test(line)) process.kill('SIGINT');
  const { exitCode, stdout } = await process;
  expect([exitCode, stdout]).toEqual([130, '']);
});
