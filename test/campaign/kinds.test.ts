/** What programs are, by their first runs; and what is said of one that has no init in it. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { campaign } from '../../fuzz/campaign/campaign.ts';
import { findTarget, type FoundTarget } from '../../fuzz/campaign/find-target.ts';
import { type Lab, openLab } from '../../fuzz/campaign/lab.ts';
import { withHabits } from '../../fuzz/campaign/learn-undeclared.ts';
import { examinedOf } from '../../fuzz/campaign/examination.ts';
import { native } from '../../fuzz/execute/locate.ts';
import { run } from '../../fuzz/index.ts';
import { faultsOf } from '../../fuzz/judge/fault.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import { temporary } from '../fixtures/temporary.ts';

const folder = temporary();
const labs: Lab[] = [];
afterAll(() => Promise.all(labs.map((lab) => lab.close())));

/** A program of a few lines of sh. */
function script(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${['#!/bin/sh', ...lines].join('\n')}\n`);
  chmodSync(path, 0o755);
  return path;
}

async function targetOf(path: string): Promise<FoundTarget> {
  const found = await findTarget(path);
  if (!found.ok) throw new Error(found.why);
  return found.target;
}

async function inLab<T>(path: string, work: (lab: Lab, target: FoundTarget) => Promise<T>): Promise<T> {
  const target = await targetOf(path);
  const lab = await openLab([target], { jobs: 1 });
  labs.push(lab);
  return work(lab, target);
}

/** The signatures of what it violates; throws where something is unexplained. */
const faults = (path: string, scenario: Partial<Scenario>): Promise<string[]> =>
  inLab(path, async (lab, target) => {
    const whole: Scenario = { version: 1, launch: {}, steps: [], ...scenario, actors: { main: {}, ...scenario.actors } };
    const { judgements, unexplained } = examinedOf(await lab.examine(whole, target, 'careful'));
    expect(unexplained).toEqual([]);
    return faultsOf(judgements).map(({ signature }) => signature);
  });

const EXEC = script('exec.sh', 'set -e', 'exec "$@"');

describe('what a program is', () => {
  test.each([
    ['an init', native('sound'), { kind: 'init' }],
    ['env', '/usr/bin/env', { kind: 'command' }],
    ['an entrypoint that ends in exec', EXEC, { kind: 'command' }],
    ['a supervisor', script('again.sh', 'while :; do "$@"; sleep 0.2; done'), { kind: 'supervisor', starts: 2 }],
    [
      'a pause',
      script('pause.sh', 'trap "exit 5" TERM', 'while :; do sleep 60 & wait $!; done'),
      { kind: 'pause', left: { how: 'exited', code: 5 } },
    ],
    [
      'one that lacks its arguments',
      script('usage.sh', 'echo usage: x COMMAND >&2', 'exit 64'),
      { kind: 'never-starts', left: { code: 64 }, stderr: 'usage: x COMMAND\n' },
    ],
  ])('%s', async (_, path, kind) => {
    expect(await inLab(path, (lab, target) => lab.kindOf(target))).toMatchObject(kind);
  });

  test('is told of an init whose contract was learnt, and not asked again', async () => {
    const { targets } = await withHabits([await targetOf(script('waits.sh', '"$@"', 'exit $?'))]);
    expect(targets.map(({ kind }) => kind)).toEqual(['init']);
    const told: string[] = [];
    for await (const event of campaign({ targets, seed: 1, runs: 1, out: temporary(), corpus: [] }))
      if (event.type === 'kind') told.push(event.said);
    expect(told).toEqual([expect.stringMatching(/starts the command as its child: it is an init\.$/)]);
  });

  test('is not asked of one that has a contract', async () => {
    const found = await findTarget('sound');
    if (!found.ok) throw new Error(found.why);
    const lab = await openLab([found.target], { jobs: 1 });
    labs.push(lab);
    expect(await lab.kindOf(found.target)).toBeUndefined();
  });
});

describe('a campaign', () => {
  const options = { runs: 5, seed: 1, shrink: false } as const;

  test('on what starts no command stops there, with nothing judged', async () => {
    const target = script('never.sh', 'exit 3');
    const { scenarios, failures, harnessErrors, exit } = await run({ ...options, target, out: join(folder, 'out') });
    expect({ scenarios, failures, harnessErrors, exit }).toEqual({ scenarios: 0, failures: [], harnessErrors: 0, exit: 4 });
  });
});

test('a supervisor is judged until its command has ended, and may start it again', async () => {
  const path = script('twice.sh', 'while :; do "$@"; done');
  const steps = [{ fork: 'a' }, { exit: { actor: 'a', code: 0 } }, { exit: { actor: 'main', code: 3 } }] as const;
  expect(await faults(path, { actors: { main: {}, a: { parent: 'main' } }, steps: [...steps] })).toEqual([]);
  const judged = await inLab(path, async (lab, target) =>
    examinedOf(
      await lab.examine({ version: 1, launch: {}, actors: { main: {} }, steps: [{ exit: { actor: 'main', code: 3 } }] }, target, 'careful'),
    ),
  );
  expect(judged.trace.starts).toBeGreaterThan(1);
});

describe('PID 1 that is the command', () => {
  const TREE = { shell: { parent: 'main' }, orphan: { parent: 'shell' } } as const;
  const orphaned = [
    { fork: 'shell' },
    { fork: 'orphan' },
    { exit: { actor: 'shell', code: 0 } },
    { exit: { actor: 'orphan', code: 0 } },
  ] as const;

  test('has nothing to answer for: signals at their default, orphans that it does not wait for, its own code', async () => {
    const actors = { main: { waits: false }, ...TREE } as const;
    const steps = [{ signal: { signal: 'SIGTERM', to: 'init' } }, ...orphaned, { exit: { actor: 'main', code: 7 } }] as const;
    expect(await faults(EXEC, { actors, steps: [...steps] })).toEqual([]);
  });

  test('is told by one sentence that orphans stay', async () => {
    const target = await targetOf(EXEC);
    const scenario: Scenario = { version: 1, launch: {}, actors: { main: { waits: false }, ...TREE }, steps: [...orphaned] };
    const { judgements } = await inLab(EXEC, async (lab) => examinedOf(await lab.examine(scenario, target, 'careful')));
    expect(judgements.find(({ property }) => property === 'reaps-orphans')).toMatchObject({
      verdict: { kind: 'expected', reason: expect.stringMatching(/^PID 1 is the command itself, and there is no init/) },
      signature: 'reaps-orphans/zombie-left:no-init',
    });
    expect(judgements.find(({ property }) => property === 'forwards')?.verdict).toMatchObject({
      kind: 'not-applicable',
      why: expect.stringContaining('no init'),
    });
  });

  test('has a child that nobody waits for, where the entrypoint has started one before', async () => {
    const path = script('helper.sh', 'sleep 600 &', 'exec "$@"');
    expect(await faults(path, {})).toEqual(['hands-down/children']);
  });

  test('ignores what the entrypoint has ignored', async () => {
    const path = script('deaf.sh', "trap '' TERM", 'exec "$@"');
    expect(await faults(path, {})).toEqual(['hands-down/ignored-signals:others']);
  });

  test('by a contract of an init it breaks that, and nothing else of it can be judged', async () => {
    const target = await targetOf('/usr/bin/env');
    const { open: _, ...contract } = target.contract;
    const { judgements } = await inLab('/usr/bin/env', async (lab) =>
      examinedOf(await lab.examine({ version: 1, launch: {}, actors: { main: {} }, steps: [] }, { ...target, contract }, 'careful')),
    );
    expect(judgements.flatMap(({ signature }) => signature ?? [])).toEqual(['survives/becomes-command']);
  });
});
