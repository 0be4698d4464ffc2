/** Tests of what any program promises of signals: an entrypoint, a process manager, a wrapper. Half of `initproof/vitest`. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { harmless } from './base/printable.ts';
import { accountOf } from './campaign/account.ts';
import type { Examined } from './campaign/examination.ts';
import { type FoundTarget, findTarget } from './campaign/find-target.ts';
import { kindIfAny, kindInfo, ofKind } from './campaign/kinds.ts';
import { type Lab, openLab } from './campaign/lab.ts';
import { type Pledge, type Promises, longestSleepMs, pledgesOf } from './campaign/promises.ts';
import { UNDECLARED } from './judge/plain-contract.ts';
import { startsNothing } from './kind/kind.ts';
import { accountLines } from './report/failure.ts';
import { InputError } from './scenario/input-error.ts';
import type { Scenario } from './scenario/scenario.ts';
import { writeScenario } from './scenario/yaml.ts';
import { BOUNDS, TAMPERINGS } from './trace/trace.ts';

export type { Promises } from './campaign/promises.ts';

export interface SignalTestsOptions {
  /**
   * The program, a path or a name in PATH, and its arguments. It is PID 1 of a sandbox. A process of initproof's is the command
   * that it starts: behind these words, or in place of the word `{command}`.
   */
  command: readonly [string, ...string[]];
  promises: Promises;
  /** In all; default 200. Each promise has its share. */
  runs?: number;
  /** Of each test, ms; default 60 s. */
  timeout?: number;
}

const DEFAULTS = { runs: 200, timeout: 60_000 };
/** How often a run that was not as promised is repeated, so that it says how sure it is. One that hangs takes as long as it may. */
const REPEATS = 3;

/** What a run says of a promise. `unsure`: why nothing. */
type Answer = { kind: 'kept' } | { kind: 'broken'; said: string; scenario: Scenario; run: Examined } | { kind: 'unsure'; why: string };

/** Defines a test for each promise. Throws an InputError where there is no such program, or where it never starts a command. */
export async function signalTests({
  command,
  promises,
  runs = DEFAULTS.runs,
  timeout = DEFAULTS.timeout,
}: SignalTestsOptions): Promise<void> {
  const [program, ...args] = command;
  const found = await findTarget(program, { args });
  if (!found.ok) throw new InputError('UNREADABLE', program, found.why);
  const pledges = pledgesOf(promises);
  const share = Math.ceil(runs / Math.max(1, pledges.length));
  describe(command.join(' '), () => {
    let lab: Lab;
    let target: FoundTarget;
    beforeAll(async () => {
      const undeclared = { ...found.target, contract: UNDECLARED };
      lab = await openLab([undeclared]);
      const known = await ofItsKind(lab, undeclared);
      target = { ...known, contract: { ...known.contract, pollMs: longestSleepMs(promises) } };
    }, timeout);
    afterAll(async () => void (await lab?.close()));
    for (const pledge of pledges) test(pledge.says, async () => expect(await breachOf(lab, target, pledge, share)).toBe(''), timeout);
  });
}

/** One that becomes its command is waited for otherwise. Throws where it starts none: nothing could be seen of it. */
async function ofItsKind(lab: Lab, target: FoundTarget): Promise<FoundTarget> {
  const kind = await kindIfAny(lab, target);
  if (kind === undefined) return target;
  const { said, fix = [] } = kindInfo(target.name, kind);
  if (startsNothing(kind)) throw new InputError('UNREADABLE', target.name, [said, ...fix].join('\n  '));
  return ofKind(target, kind);
}

/** What is told of the first run that is not as promised, of `runs` runs; empty where all are. Fails where none could be judged. */
async function breachOf(lab: Lab, target: FoundTarget, pledge: Pledge, runs: number): Promise<string> {
  const answers: Answer[] = [];
  while (answers.length < runs) {
    const width = Math.min(2 * lab.jobs, runs - answers.length);
    const scenarios = Array.from({ length: width }, (_, n) => pledge.scenarios[(answers.length + n) % pledge.scenarios.length] as Scenario);
    const some = await Promise.all(scenarios.map((scenario) => ask(lab, target, pledge, scenario)));
    const broken = some.find((answer) => answer.kind === 'broken');
    if (broken?.kind === 'broken') return tell(broken, await Promise.all(repeats(broken.scenario, lab, target, pledge)), target);
    answers.push(...some);
  }
  const unsure = answers.find((answer) => answer.kind === 'unsure');
  expect(answers.filter(({ kind }) => kind === 'kept').length, unsure?.kind === 'unsure' ? unsure.why : '').toBeGreaterThan(0);
  return '';
}

const repeats = (scenario: Scenario, lab: Lab, target: FoundTarget, pledge: Pledge): Promise<Answer>[] =>
  Array.from({ length: REPEATS }, () => ask(lab, target, pledge, scenario));

async function ask(lab: Lab, target: FoundTarget, pledge: Pledge, scenario: Scenario): Promise<Answer> {
  const run = await lab.examine(scenario, target, 'careful');
  if (run.kind !== 'examined') return { kind: 'unsure', why: run.kind === 'failed' ? run.error.message : 'the tests were ended' };
  const { bound, start, tampered } = run.trace;
  if (tampered !== undefined) return { kind: 'broken', said: tampered.map((how) => TAMPERINGS[how]).join(' '), scenario, run };
  if (bound !== undefined) return { kind: 'unsure', why: BOUNDS[bound] };
  if (start === undefined) return { kind: 'unsure', why: 'its command was never started' };
  const said = pledge.broken(run);
  return said === undefined ? { kind: 'kept' } : { kind: 'broken', said, scenario, run };
}

function tell({ said, scenario, run }: Extract<Answer, { kind: 'broken' }>, again: readonly Answer[], { name }: FoundTarget): string {
  const shown = 1 + again.filter(({ kind }) => kind === 'broken').length;
  const lines = [
    `${name}: ${said} (${shown} of ${1 + again.length})`,
    ...accountLines(accountOf(run, undefined, true)),
    `  as a case, for npx initproof replay CASE.yaml --target ${name}:`,
    ...writeScenario(scenario)
      .trimEnd()
      .split('\n')
      .map((line) => `    ${line}`),
    '',
  ];
  return lines.map(harmless).join('\n');
}
