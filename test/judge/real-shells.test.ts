/**
 * Shells and supervisors of Debian's packages, and a wrapper in Node, by their shipped target files: what each does with its command, and in plain
 * launches no fault but those named here.
 */
import { describe, expect, test } from 'vitest';
import { examinedOf } from '../../fuzz/campaign/examination.ts';
import { findTarget, type FoundTarget } from '../../fuzz/campaign/find-target.ts';
import { withLab } from '../../fuzz/campaign/lab.ts';
import type { Judgement } from '../../fuzz/judge/judge.ts';
import type { Scenario, Step } from '../../fuzz/scenario/scenario.ts';

async function found(name: string): Promise<FoundTarget> {
  const one = await findTarget(name);
  if (!one.ok) throw new Error(one.why);
  return one.target;
}

const scenario = (steps: Step[], more: Partial<Scenario> = {}): Scenario => ({
  version: 1,
  launch: { args: ['two words', '', "it's", '$HOME'] },
  actors: { main: { on: { all: 'note' } }, a: { parent: 'main' }, b: { parent: 'a' } },
  steps,
  ...more,
});

/** An orphan ends, a signal comes, main ends: in none of these is one of them known to be at fault. */
const PLAIN: Scenario[] = [
  scenario([{ fork: 'a' }, { exit: { actor: 'a', code: 3 } }]),
  scenario([{ fork: 'a' }, { fork: 'b' }, { exit: { actor: 'a', code: 0 } }, { exit: { actor: 'b', code: 0 } }]),
  scenario([{ signal: { signal: 'SIGUSR2', to: 'main' } }, { signal: { signal: 'SIGCONT', to: 'init' } }]),
  scenario([{ exit: { actor: 'main', code: 7 } }]),
  scenario([{ die: { actor: 'main', signal: 'SIGKILL' } }]),
];

const violated = (judgements: readonly Judgement[]): (string | undefined)[] =>
  judgements.filter(({ verdict }) => verdict.kind === 'violated').map(({ signature }) => signature);

/** The signatures of the violations of each, and what no property names. */
async function faults(target: FoundTarget, scenarios: readonly Scenario[]): Promise<string[]> {
  return withLab([target], { jobs: 1 }, async (lab) => {
    const all = await Promise.all(scenarios.map((one) => lab.examine(one, target, 'careful')));
    return all.flatMap((one) => {
      if (one.kind !== 'examined') return [one.kind];
      expect(one.trace.start?.args.slice(1)).toEqual(one.program.launch.args);
      return [
        ...one.judgements.flatMap(({ verdict, signature }) => (verdict.kind === 'violated' ? [`${signature}`] : [])),
        ...one.unexplained,
      ];
    });
  });
}

test.each(['bash', 'bash-waits', 'busybox-sh', 'dash', 'runsvdir', 's6-svscan'])('%s', async (name) => {
  const known = name === 'busybox-sh' ? PLAIN.map(() => 'hands-down/ignored-signals:background') : [];
  expect(await faults(await found(name), PLAIN)).toEqual(known);
});

test('a wrapper in Node passes signals and codes on, and reaps nobody that it has not made', async () => {
  const stop = scenario([{ signal: { signal: 'SIGTERM', to: 'init' } }, { exit: { actor: 'main', code: 7 } }]);
  expect(await faults(await found('node-wrapper'), [...PLAIN, stop])).toEqual(['reaps-orphans/zombie-left']);
});

/** Each waits for ten seconds: in one lab they wait together. */
test('a supervisor that has no room for its command says nothing; one that cannot be started it tries again', async () => {
  const full = scenario([], { launch: { pidsLimit: 1 }, actors: { main: {} } });
  const missing = scenario([], { launch: { command: 'missing' }, actors: { main: {} } });
  const targets = await Promise.all(['runsvdir', 's6-svscan'].map(found));
  await withLab(targets, {}, async (lab) => {
    const [without, again] = await Promise.all(
      [full, missing].map((one) =>
        Promise.all(targets.map(async (target) => examinedOf(await lab.examine(one, target, 'careful')).judgements)),
      ),
    );
    expect((without ?? []).flatMap(violated)).toEqual([]);
    const verdicts = (again ?? []).map((all) => all.find(({ property }) => property === 'reports-failed-exec')?.verdict);
    expect(verdicts).toEqual(targets.map(() => ({ kind: 'not-applicable', why: 'it starts its command again' })));
  });
});

describe('a stop signal', () => {
  // Main leaves upon SIGTERM, if it gets one.
  const stop = scenario([{ signal: { signal: 'SIGTERM', to: 'init' } }], { actors: { main: {} } });
  test.each([
    ['dash', undefined],
    ['bash-waits', undefined],
    ['runsvdir', 0],
    ['s6-svscan', 0],
  ])('to %s', async (name, code) => {
    const target = await found(name);
    const one = await withLab([target], { jobs: 1 }, (lab) => lab.examine(stop, target, 'careful'));
    const exit = one.kind === 'examined' ? one.trace.exit : one.kind;
    expect(exit).toEqual(code === undefined ? undefined : expect.objectContaining({ how: 'exited', code }));
  });
});
