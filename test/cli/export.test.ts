import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { temporary } from '../fixtures/temporary.ts';
import { CASE, initproof, setUp, SET_UP_MS, write } from './initproof.ts';

let cwd: string;
beforeAll(async () => {
  setUp();
  cwd = temporary();
  await write(cwd, 'case.yaml', CASE);
  await write(cwd, 'plain.yaml', CASE.replace('property: exit-code\n', ''));
  await write(cwd, 'at.yaml', CASE.replace('  - {exit', '  - {at: {call: fork, when: exit}}\n  - {exit'));
}, SET_UP_MS);

test('the file is on stdout, or where it is to be', async () => {
  const { exit, out, err } = await initproof(['export', 'case.yaml'], { cwd });
  expect(out).toMatch(/^\/\*\n \* codes from 128 on\n/);
  expect([exit, err]).toEqual([0, '']);
  const written = await initproof(['export', 'case.yaml', '--format', 'c', '--output', 'case.c'], { cwd });
  expect(written).toMatchObject({ exit: 0, out: '', err: 'initproof: written to case.c' });
  expect(await readFile(join(cwd, 'case.c'), 'utf8')).toBe(`${out}\n`);
});

test('a folder that is not there is not made', async () => {
  const { exit, out, err } = await initproof(['export', 'case.yaml', '--output', 'no/such/case.c'], { cwd });
  expect([exit, out, existsSync(join(cwd, 'no'))]).toEqual([2, '', false]);
  expect(err).toMatch(/option '--output <file>' argument 'no\/such\/case\.c' is invalid\. There is no folder no\/such\.$/);
});

test('a script runs as it is', async () => {
  const { exit, out } = await initproof(['export', 'case.yaml', '--format', 'sh'], { cwd });
  expect(exit).toBe(0);
  expect(out).toMatch(/^#!\/bin\/sh\n# codes from 128 on\n/);
});

test.each([
  [
    'at.yaml',
    /at\.yaml {2}this case cannot be exported as c; no form can: `initproof replay` runs it\n {2}step 1 \(at\): it takes a tracer/,
  ],
  ['plain.yaml', /without a property shows no fault/],
])('%s is refused, and why', async (file, said) => {
  const { exit, out, err } = await initproof(['export', file, '--format', 'c'], { cwd });
  expect(err).toMatch(said);
  expect([exit, out]).toEqual([2, '']);
});
