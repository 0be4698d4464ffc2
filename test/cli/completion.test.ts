/** What Tab completes, as the scripts for shells ask for it; and the manual page, as man(1) shows it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';
import { temporary } from '../fixtures/temporary.ts';
import { initproof, setUp, SET_UP_MS } from './initproof.ts';

let cwd: string;
beforeAll(() => {
  setUp();
  cwd = temporary();
}, SET_UP_MS);

/** What is suggested behind these words; `paths`: whether paths are as well. */
async function suggested(...words: string[]): Promise<{ values: string[]; paths: boolean }> {
  const { exit, out, err } = await initproof(['complete', '--', ...words], { cwd });
  expect([exit, err]).toEqual([0, '']);
  const lines = out.split('\n');
  return { values: lines.slice(0, -1).map((line) => line.split('\t')[0] as string), paths: lines.at(-1) === ':0' };
}

describe('completion', () => {
  test.each([
    [['ru'], ['run'], false],
    [['corpus', ''], ['list', 'add', 'check', 'help'], false],
    [['run', '--pl'], ['--placements'], false],
    [['run', 'dumb-init-'], ['dumb-init-c', 'dumb-init-r'], true],
    [['run', '--time', '5s', 'tini', 'dumb-init-'], ['dumb-init-c', 'dumb-init-r'], true],
    [['run', 'tini', '--like', 'dumb-init-'], ['dumb-init-c', 'dumb-init-r'], true],
    [['run', 'tini', '--fail-on', ''], ['new', 'violated', 'flaky', 'nothing'], false],
    [['run', 'tini', '--verbose', '--fail-on', 'n'], ['new', 'nothing'], false],
    [['replay', ''], [], true],
    [['completion', 'z'], ['zsh'], false],
    [['complete', 'no-such-thing'], [], true],
  ])('%j', async (words, values, paths) => {
    expect(await suggested(...words)).toEqual({ values, paths });
  });

  test.each(['bash', 'zsh', 'fish'])('the script for %s calls it', async (shell) => {
    const { exit, out } = await initproof(['completion', shell], { cwd });
    expect(exit).toBe(0);
    expect(out).toMatch(/initproof complete --/);
  });

  test('bash takes its script, and completes with it', async () => {
    const { out } = await initproof(['completion', 'bash'], { cwd });
    writeFileSync(join(cwd, 'script'), out);
    const node = `initproof() { ${process.execPath} ${join(PACKAGE_ROOT, 'dist/fuzz/cli/main.js')} "$@"; }`;
    // Of bash-completion, which not every machine has: the words as they are, the last one under the cursor.
    const words = '_get_comp_words_by_ref() { words=(initproof run --fail); cword=2; cur=--fail; prev=run; }';
    const asked = `${node}; ${words}; . ./script; __initproof_complete; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = await execa('bash', ['-c', asked], { cwd, env: { COMP_CWORD: '2' } });
    expect(stdout).toMatch(/^--fail-on/);
  });

  test('a shell that is none is wrong usage', async () => {
    const { exit, err } = await initproof(['completion', 'csh'], { cwd });
    expect([exit, err]).toEqual([2, expect.stringMatching(/Allowed choices are bash, zsh, fish, powershell/)]);
  });
});

describe('the manual page', () => {
  test('has each command and option that the help has, and no warning of groff', async () => {
    const { manual } = (await import(join(PACKAGE_ROOT, 'dist', 'fuzz', 'cli', 'program.js'))) as { manual(): string };
    const page = manual();
    const shown = await groff(page);
    if (shown !== undefined) expect(shown.stderr).toBe('');
    const text = shown?.stdout ?? page.replaceAll('\\-', '-');
    for (const name of ['run', 'corpus add', 'targets fetch', 'doctor', 'completion']) expect(text).toContain(`initproof ${name}`);
    for (const option of ['--placements', '--fail-on', '--no-corpus']) expect(text).toContain(option);
    expect(text).toMatch(/EXIT STATUS\n? *"?\n? +0 all held|\.SH EXIT STATUS\n0 all held/);
    expect(text).not.toContain('initproof complete ');
  });
});

/** As text; undefined on a machine without groff. */
async function groff(page: string): Promise<{ stdout: string; stderr: string } | undefined> {
  const { stdout, stderr, failed } = await execa('groff', ['-man', '-Tascii', '-ww', '-P-cbou', '-rLL=120n'], {
    input: page,
    reject: false,
  });
  return failed ? undefined : { stdout: String(stdout), stderr: String(stderr) };
}
