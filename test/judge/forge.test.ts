/**
 * A verdict cannot be forged: inits that do wrong and try to pass by (native/test/forge.c) are violated, or their record is tampered with,
 * in each of a hundred runs; and their neighbours in one executor are what they are.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../fuzz/compile/compile.ts';
import { judge } from '../../fuzz/judge/judge.ts';
import { PLAIN } from '../../fuzz/judge/plain-contract.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import { PROPERTIES } from '../../properties/index.ts';
import { buildFolder, openSetting, type RunOptions, type Setting, USERS, whole } from '../execute/setting.ts';

const RUNS = 100;
/** Under twenty times more work than CPUs one run in two hundred is disturbed: three in a row are no accident. */
const TRIES = 3;
const EXECUTORS = 2;
/** ms. A quiet machine takes a second for each; another campaign may hold the CPU's turn for long. */
const LONGEST_MS = 600_000;
const TARGET = { name: 'forge', title: 'forge', args: [], contract: PLAIN, deviations: [] };
/** A sound init hands SIGTERM on to main, which notes it, and leaves with its code. */
const SCENARIO: Scenario = whole({
  actors: { main: { on: { all: 'note' } } },
  steps: [{ signal: { signal: 'SIGTERM', to: 'init' } }, { exit: { actor: 'main', code: 5 } }],
});
/** The same where main is traced by the init, and so is stopped by what that hands on. */
const TRACED: Scenario = whole({
  actors: { main: { on: { all: 'note' } } },
  steps: [
    { traceme: 'main' },
    { signal: { signal: 'SIGTERM', to: 'init' } },
    { signal: { signal: 'SIGUSR1', to: 'main' } },
    { signal: { signal: 'SIGKILL', to: 'main' } },
  ],
});
/** And how many runs: most tricks do not know what the scenario is. */
const SCENARIOS = [
  { what: 'alone', scenario: SCENARIO, runs: RUNS },
  { what: 'with main traced', scenario: TRACED, runs: RUNS / 5 },
];

const forgers = execFileSync(join(buildFolder(), 'forge'), ['list'], { encoding: 'utf8' })
  .trim()
  .split('\n')
  .map((line) => line.split('\t') as [string, string]);

describe.each(USERS)('as %s', (user) => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await openSetting(user, EXECUTORS);
  });
  afterAll(() => setting.close());

  /** How it is judged: tampered, violated, or else what it would pass by. A run that a busy machine has disturbed is run again. */
  async function verdict(scenario: Scenario, init: NonNullable<RunOptions['init']>, args: string[] = []): Promise<string> {
    let judged = await once(scenario, init, args);
    for (let tries = 1; judged === 'inconclusive' && tries < TRIES; tries++) judged = await once(scenario, init, args);
    return judged;
  }

  async function once(scenario: Scenario, init: NonNullable<RunOptions['init']>, args: string[]): Promise<string> {
    const trace = await setting.run(scenario, { init, args, zygote: true });
    if (trace.tampered !== undefined) return 'tampered';
    const kinds = judge(compile(scenario), trace, TARGET, PROPERTIES).judgements.map(({ verdict: { kind } }) => kind);
    return kinds.includes('violated') ? 'violated' : kinds.includes('inconclusive') ? 'inconclusive' : 'holds';
  }

  const count = (verdicts: string[]): Record<string, number> =>
    Object.fromEntries([...new Set(verdicts)].sort().map((kind) => [kind, verdicts.filter((other) => other === kind).length]));

  test.each(SCENARIOS)('the sound init holds: $what', async ({ scenario }) => expect(await verdict(scenario, 'sound')).toBe('holds'));

  test.each(SCENARIOS.flatMap((of) => forgers.map(([name, how]) => ({ name, how, ...of }))))(
    '$name ($how) never passes: $what',
    async ({ name, scenario, runs }) => {
      const verdicts = await Promise.all(Array.from({ length: runs }, () => verdict(scenario, 'forge', [name])));
      const { tampered = 0, violated = 0, ...others } = count(verdicts);
      expect([others, tampered + violated]).toEqual([{}, runs]);
    },
    LONGEST_MS,
  );

  test(
    'what runs beside them holds',
    async () => {
      const verdicts: string[] = [];
      for (let run = 0; run < 2 * RUNS; run++) {
        await verdict(run % 2 === 0 ? SCENARIO : TRACED, 'forge', [forgers[run % forgers.length]?.[0] ?? '']);
        verdicts.push(await verdict(run % 2 === 0 ? SCENARIO : TRACED, 'sound'));
      }
      expect(count(verdicts)).toEqual({ holds: 2 * RUNS });
    },
    LONGEST_MS,
  );
});
