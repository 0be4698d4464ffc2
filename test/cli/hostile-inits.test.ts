/** Inits that do their worst: a verdict, within bounds, and nothing left behind. */
import { readdirSync, readFileSync } from 'node:fs';
import { copyFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { listCases } from '../../fuzz/cases/store.ts';
import { scenarioAt } from '../../fuzz/generate/seeds.ts';
import { temporary } from '../fixtures/temporary.ts';
import { HOSTILE, initproof, setUp, SET_UP_MS, values } from './initproof.ts';

beforeAll(setUp, SET_UP_MS);
let cwd: string;
beforeEach(async () => {
  cwd = temporary();
  // A copy, so that its path tells our executors from those of others.
  await copyFile(HOSTILE, join(cwd, 'init'));
});

const target = (mode: string): string => `name: ${mode}
title: ${mode}
find: {path: ./init}
args: [${mode}]
contract:
  forwards: {allBut: []}
  to: child
  parting: none
  execFails: {missing: [127], not-executable: [126], directory: [126], script-without-interpreter: [127]}
  child: {group: "init's", session: "init's", mask: inherited, ignored: inherited}
  directory: inherited
  wakeUps: 0
  pollMs: 0
`;

/** Command lines of processes that are there and have our folder in them: executors, which hold all the rest. */
function leftBehind(): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return line.includes(cwd) ? [line] : [];
    } catch {
      return [];
    }
  });
}

/** A seed whose first scenario is the plainest: main alone, which ends. */
function plainestSeed(): number {
  for (let seed = 1; ; seed++) {
    const { launch, actors, steps } = scenarioAt(seed, 0);
    const [step] = steps;
    if (steps.length === 1 && step !== undefined && 'exit' in step && Object.keys({ ...launch, ...actors }).length === 1) return seed;
  }
}

const SEED = `${plainestSeed()}`;
const runs = (mode: string): string[] => ['run', `${mode}.yaml`, '--seed', SEED, '--runs', '1', '--no-shrink', '--no-corpus', '--json'];

test.each([
  ['crashes at once', 'crash', 'survives/never-started:leaves'],
  ['floods stdout', 'flood', 'stays-idle/writes'],
  ['never starts its child', 'never', 'survives/never-started:sleeps'],
  ['forks for ever', 'forks', 'stays-small/processes-grow'],
  ['ignores everything', 'deaf', 'leaves-promptly/stays'],
])('an init that %s', async (_, mode, signature) => {
  await writeFile(join(cwd, `${mode}.yaml`), target(mode));
  const ran = await initproof(runs(mode), { cwd });
  const all = values(ran);
  expect([ran.exit, ran.err]).toEqual([1, '']);
  const failures = all.filter(({ type }) => type === 'failure');
  expect(failures).toContainEqual(expect.objectContaining({ target: mode, signature }));
  expect(all.at(-1)).toMatchObject({ type: 'end', scenarios: 1, failures: failures.length, harnessErrors: 0 });
  const { cases, errors } = await listCases(join(cwd, '.initproof', 'found'));
  expect([cases.length, errors]).toEqual([failures.length, []]);
  expect(leftBehind()).toEqual([]);
  expect((await readdir(cwd)).sort()).toEqual(['.initproof', 'init', `${mode}.yaml`].sort());
});
