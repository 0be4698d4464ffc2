/** The action for GitHub: its steps are run as its runner does, with the command of this clone in place of the registry's. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';
import { temporary } from '../fixtures/temporary.ts';
import { FAULTY, MAIN, setUp, SET_UP_MS, SOUND } from './initproof.ts';

interface Step {
  id?: string;
  env?: Record<string, string>;
  run?: string;
}
interface Action {
  inputs: Record<string, { description: string; required?: boolean; default?: string }>;
  outputs: Record<string, { value: string }>;
  runs: { using: string; steps: Step[] };
}

const action = parse(readFileSync(join(PACKAGE_ROOT, '.github/actions/initproof/action.yml'), 'utf8')) as Action;
const fuzz = action.runs.steps.find(({ id }) => id === 'run') as Required<Step>;

beforeAll(setUp, SET_UP_MS);
let cwd: string;
beforeEach(() => {
  cwd = temporary();
  mkdirSync(join(cwd, 'bin'));
  // `npx --yes initproof@VERSION ARGS`
  writeFileSync(join(cwd, 'bin', 'npx'), `#!/bin/sh\necho "$2" >version\nshift 2\nexec ${process.execPath} ${MAIN} "$@"\n`);
  chmodSync(join(cwd, 'bin', 'npx'), 0o755);
});

/** Runs the step with these inputs. Returns its exit code and outputs. */
async function step(inputs: Record<string, string>): Promise<{ exit: number | undefined; outputs: string }> {
  const given = (name: string): string => inputs[name] ?? action.inputs[name]?.default ?? '';
  const values = Object.entries(fuzz.env).map(([name, text]) => [
    name,
    text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, input) => given(input)),
  ]);
  const GITHUB_OUTPUT = join(cwd, 'outputs');
  const env = { ...Object.fromEntries(values), GITHUB_OUTPUT, NO_COLOR: '1', PATH: `${join(cwd, 'bin')}:${process.env.PATH}` };
  // As the runner calls bash for `shell: bash`.
  const { exitCode } = await execa('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', fuzz.run], { cwd, env, reject: false });
  return { exit: exitCode, outputs: readFileSync(GITHUB_OUTPUT, 'utf8') };
}

test('no input is a part of a script, and each that is used is declared', () => {
  for (const { run = '', env = {} } of action.runs.steps) {
    expect(run).not.toContain('${{');
    for (const [, input = ''] of JSON.stringify(env).matchAll(/inputs\.([\w-]+)/g)) expect(Object.keys(action.inputs)).toContain(input);
  }
});

test('a sound init passes, with the options as words', async () => {
  expect(await step({ target: SOUND, time: '10s', options: '--runs 20 --no-corpus' })).toEqual({ exit: 0, outputs: 'exit=0\n' });
  expect(readFileSync(join(cwd, 'version'), 'utf8')).toBe('initproof@latest\n');
});

test('a faulty one fails the step, says with which code, and leaves what the artifact is made of', async () => {
  expect(await step({ target: `${SOUND} ${FAULTY}`, time: '10s', options: '--runs 40 --seed 1 --no-corpus --no-shrink' })).toEqual({
    exit: 1,
    outputs: 'exit=1\n',
  });
  expect(existsSync(join(cwd, '.initproof', 'found'))).toBe(true);
});
