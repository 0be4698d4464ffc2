/**
 * Every command of the pages is run by the real program, a page in a folder of its own, in the order in which a reader meets them. Budgets
 * are made small: a time or a number of scenarios is `BUDGET` scenarios, and a replay `REPLAYS` runs. Those that need more than this machine surely has say why they are
 * not run; their commands and options must be there.
 */
import { copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';
import { initproof, MAIN, setUp, SET_UP_MS, SOUND } from '../cli/initproof.ts';
import { temporary } from '../fixtures/temporary.ts';
import { EXAMPLES, PAGES, SHOWN_FILES, SPOKEN } from './examples.ts';

const BUDGET = 20;
/** ms, of one command: on a busy machine that is much. */
const TIMEOUT = 90_000;

beforeAll(() => {
  setUp();
  execFileSync('make', ['-s', '-C', join(PACKAGE_ROOT, 'targets', 'faulty'), 'build/main-only']);
}, SET_UP_MS);

const CASE = 'version: 1\nproperty: exit-code\nexpect: {my-init: holds}\nsteps:\n  - {exit: {actor: main, code: 3}}\n';

/** What a reader has: an init, a script, an image's files, some builds. */
function project(page: string): string {
  const folder = temporary();
  const at = (...names: string[]): string => join(folder, ...names);
  for (const name of ['builds', 'corpus', 'rootfs', 'build']) mkdirSync(at(name));
  for (const name of ['my-init', 'builds/1.0', 'builds/1.1', 'rootfs/my-init', 'build/my-init']) copyFileSync(SOUND, at(name));
  copyFileSync(join(PACKAGE_ROOT, 'targets', 'faulty', 'build', 'main-only'), at('faulty-init'));
  writeFileSync(at('entrypoint.sh'), '#!/bin/sh\nexport STAGE=production\nexec "$@"\n', { mode: 0o755 });
  writeFileSync(at('rootfs', 'entrypoint.sh'), '#!/bin/sh\n"$@"\n', { mode: 0o755 });
  writeFileSync(at('container.json'), JSON.stringify([{ Config: { Entrypoint: ['/entrypoint.sh'], Cmd: ['node', 'server.js'] } }]));
  writeFileSync(at('Dockerfile'), 'FROM debian:12\nENTRYPOINT ["./entrypoint.sh"]\nCMD ["node", "server.js"]\n');
  writeFileSync(at('finding.yaml'), CASE);
  writeFileSync(at('my-init.yaml'), 'find: {path: ./my-init}\nlike: sound\n');
  cpSync(join(PACKAGE_ROOT, 'docs', 'examples'), folder, { recursive: true });
  for (const file of SHOWN_FILES) if (file.page === page) writeFileSync(at(file.name), file.text);
  return folder;
}

/** Replays of a case that names no number. */
const REPLAYS = 2;

/** With its budget made small. */
const small = (command: string): string =>
  command
    .replace(/npx initproof replay (?!.*--times)/, `$&--times ${REPLAYS} `)
    .replace('npx initproof', `"${process.execPath}" "${MAIN}"`)
    .replace(/--(?:time|runs) \S+/, `--runs ${BUDGET}`);

const RUN = EXAMPLES.filter(({ notRun }) => notRun === undefined);

describe.each(PAGES.filter((name) => RUN.some(({ page }) => page === name)))('%s', (name) => {
  const cwd = project(name);

  test.each(RUN.filter(({ page }) => page === name))(
    '$command',
    async ({ command, exit, where }) => {
      const env = { NO_COLOR: '1', CI: undefined, INITPROOF_RUNS: String(BUDGET), INITPROOF_SEED: '1' };
      const ran = await execa('bash', ['-c', small(command)], { cwd, env, reject: false, stdin: 'ignore', timeout: TIMEOUT });
      expect(ran.exitCode, `${where}\n${ran.stdout}\n${ran.stderr}`).toBe(exit);
    },
    TIMEOUT + 5000,
  );
});

test('most are run, and the others say why', () => {
  expect(RUN.length).toBeGreaterThan(40);
  for (const { notRun, where } of EXAMPLES) if (notRun !== undefined) expect(notRun, where).toMatch(/^(needs|changes) .{8}/);
});

describe('commands and options that pages name are there', () => {
  const helps = new Map<string, Promise<string>>();
  const helpOf = (command: string): Promise<string> => {
    const known =
      helps.get(command) ?? initproof([...command.split(' ').filter(Boolean), '--help'], { cwd: PACKAGE_ROOT }).then(({ out }) => out);
    helps.set(command, known);
    return known;
  };

  test.each(SPOKEN)('$where: $command', async ({ command }) => {
    const words = command
      .replace(/.*npx initproof /, '')
      .replaceAll(/'[^']*'/g, '')
      .split(/[ |>]+/);
    // Of the program itself: its options alone.
    const named = words[0]?.startsWith('-')
      ? []
      : /^(corpus|targets|profile|digests) |^app replay /.test(`${words.slice(0, 2).join(' ')} `)
        ? words.slice(0, 2)
        : words.slice(0, 1);
    const help = await helpOf(named.join(' '));
    expect(help).toContain(`Usage: ${['initproof', ...named].join(' ')} [`);
    for (const option of beforeCommand(words).filter((word) => word.startsWith('--')))
      expect(help.split(/[\s,]+/), option).toContain(option);
  });
});

/** What stands behind two dashes is a command of somebody else. */
const beforeCommand = (words: readonly string[]): readonly string[] => (words.includes('--') ? words.slice(0, words.indexOf('--')) : words);
