/** The real command line in child processes, each in a folder of its own. */
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';
import { mistakesIn } from '../report/check-value.ts';

/** A compilation on a busy machine, ms. */
export const SET_UP_MS = 120_000;

/** Compiles what is to be compiled, which `npm start` does as well, and builds the faulty init that these tests run. */
export function setUp(): void {
  execFileSync('sh', [join(PACKAGE_ROOT, 'fuzz', 'setup.sh'), 'nothing'], { stdio: ['ignore', 'ignore', 'pipe'] });
  execFileSync('make', ['-s', '-C', join(PACKAGE_ROOT, 'targets', 'faulty'), 'build/seven-bits']);
  execFileSync('make', ['-s', '-C', join(PACKAGE_ROOT, 'native'), 'inits']);
}

export const MAIN = join(PACKAGE_ROOT, 'dist', 'fuzz', 'cli', 'main.js');
export const SOUND = join(PACKAGE_ROOT, 'native', 'build', 'sound');
export const HOSTILE = join(PACKAGE_ROOT, 'native', 'build', 'hostile');
/** Loses the upper bit of exit codes. */
export const FAULTY = join(PACKAGE_ROOT, 'targets', 'faulty', 'build', 'seven-bits');

export interface Ran {
  exit: number | undefined;
  signal: string | undefined;
  out: string;
  err: string;
}

export interface Options {
  cwd: string;
  env?: Record<string, string>;
  /** What is on its stdin; default: nothing. */
  input?: string;
}

/** Without colours, and without what the one who runs the tests has set for it. */
const ENVIRONMENT = { NO_COLOR: '1', FORCE_COLOR: undefined, CI: undefined, INITPROOF_TIME: undefined, INITPROOF_SEED: undefined };

/** Begins a command that may be signalled. */
export const begin = (args: readonly string[], { cwd, env = {}, input = '' }: Options) =>
  execa(process.execPath, [MAIN, ...args], { cwd, env: { ...ENVIRONMENT, ...env }, reject: false, input });

/** Runs a command to its end. */
export async function initproof(args: readonly string[], options: Options): Promise<Ran> {
  const { exitCode: exit, signal, stdout, stderr } = await begin(args, options);
  return { exit, signal, out: String(stdout), err: String(stderr) };
}

/** The values of `--json`, one a line; each is one by the schema that is shipped. */
export function values({ out }: Ran): Record<string, unknown>[] {
  const all = out.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  const mistakes = all.flatMap(mistakesIn);
  if (mistakes.length > 0) throw new Error(`Expected values, got ${mistakes.join('; ')}`);
  return all;
}

export async function write(folder: string, name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return name;
}

/** A case that `FAULTY` violates: the wait status of an exit with 200. */
export const CASE = `# codes from 128 on
version: 1
property: exit-code
steps:
  - {exit: {actor: main, code: 200}}
`;
