/** The library, as programs use it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as library from '../fuzz/index.ts';
import { compare, defineProperty, defineTarget, examinedOf, type Lab, openLab, replay, run, scenario, stream } from '../fuzz/index.ts';
import { native } from '../fuzz/execute/locate.ts';

const SOUND = native('sound');
const FAULTY = 'targets/faulty/build/seven-bits';
const out = mkdtempSync(join(tmpdir(), 'initproof-'));
beforeAll(() => void execFileSync('make', ['-s', '-C', 'targets/faulty', 'build/seven-bits']));

test('what it exports is public: a change here is a line in the changelog', () => {
  expect(Object.keys(library).sort()).toEqual([
    'HarnessError',
    'InputError',
    'NotExecutableError',
    'PROPERTIES',
    'TAMPERED',
    'TAMPERINGS',
    'acceptedIn',
    'compare',
    'defineProperty',
    'defineTarget',
    'examinedOf',
    'explain',
    'faultsOf',
    'listCases',
    'openLab',
    'problems',
    'readCase',
    'readCaseFile',
    'readScenario',
    'replay',
    'run',
    'scenario',
    'scenarioAt',
    'stream',
    'writeCase',
    'writeCaseFile',
    'writeScenario',
  ]);
});

describe('run', () => {
  test('does not throw upon a violation: it is in the result', async () => {
    const result = await run({ target: FAULTY, runs: 40, seed: 1, out });
    expect(result).toMatchObject({ scenarios: 40, new: 1, exit: 1, seed: 1 });
    expect(result.failures).toMatchObject([{ property: 'exit-code', repeats: [10, 10] }]);
  });

  test('takes properties of the caller', async () => {
    const small = defineProperty({
      id: 'few-processes',
      claim: 'a scenario has no more than three processes',
      names: [],
      judge: ({ program }) =>
        program.processes.length <= 3 ? { kind: 'holds' } : { kind: 'violated', what: 'many', said: 'there are more' },
    });
    const { failures } = await run({ target: SOUND, properties: [small], runs: 40, seed: 1, out });
    expect(failures).toMatchObject([{ signature: 'few-processes/many', smallest: { processes: 4 } }]);
  });

  test('throws for what is no init, and without a target', async () => {
    await expect(run({ target: '/no/such/init', out })).rejects.toThrow(library.InputError);
    await expect(run({ out })).rejects.toThrow('Expected a `target`, got none');
  });
});

test('stream gives events as they come, the last one is `end`', async () => {
  const types: string[] = [];
  for await (const event of stream({ target: SOUND, runs: 20, seed: 1, out })) types.push(event.type);
  expect([types[0], types.at(-1)]).toEqual(['campaign', 'end']);
});

test('replay and compare by what is known of a target', async () => {
  const none = defineTarget({
    name: 'unlike',
    binary: SOUND,
    contract: {
      execFails: { missing: [2], 'not-executable': [2], directory: [2], 'script-without-interpreter': [2], 'no-process-left': [2] },
    },
  });
  const { failures } = await run({ target: none, runs: 60, seed: 1, out });
  expect(failures.map(({ property }) => property)).toContain('reports-failed-exec');
  const [again, sound] = await replay(failures[0]?.case ?? '', { targets: [none, 'sound'], times: 3 });
  expect([again?.always, sound?.always]).toEqual(['violated', 'holds']);
  const rows = await compare({ targets: [none, 'sound'], runs: 60, seed: 1 });
  expect(rows.map(({ properties }) => properties.find(({ property }) => property === 'reports-failed-exec')?.violated === 0)).toEqual([
    false,
    true,
  ]);
});

describe('the arbitrary', () => {
  let lab: Lab;
  const sound = defineTarget({ name: 'sound', binary: SOUND });
  beforeAll(async () => {
    lab = await openLab([sound]);
  });
  afterAll(() => lab.close());

  test('gives scenarios to fast-check, which the sound init holds', async () => {
    const holds = async (one: library.Scenario): Promise<boolean> => {
      const { judgements } = examinedOf(await lab.examine(one, sound, 'quick'));
      return judgements.every(({ verdict }) => verdict.kind !== 'violated');
    };
    await fc.assert(fc.asyncProperty(scenario(), holds), { numRuns: 50, seed: 1 });
  });

  test('shrinks to what a person would write', async () => {
    const reaps = async (one: library.Scenario): Promise<boolean> => {
      const { trace } = examinedOf(await lab.examine(one, sound, 'careful'));
      return !trace.events.some((event) => event.kind === 'signal' && event.from === 1);
    };
    const { counterexample } = await fc.check(fc.asyncProperty(scenario(), reaps), { numRuns: 100, seed: 1 });
    expect(counterexample?.[0]).toMatchObject({ launch: {}, actors: { main: {} }, steps: [{ signal: { to: 'init' } }] });
  });
});
