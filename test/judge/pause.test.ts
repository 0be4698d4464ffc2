/** PID 1 that starts nothing, by contract: what a pod's pause is for, and what becomes of one that does not do it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findTarget, type FoundTarget } from '../../fuzz/campaign/find-target.ts';
import { withLab } from '../../fuzz/campaign/lab.ts';
import type { Actor, Launch, Scenario, Step } from '../../fuzz/scenario/scenario.ts';
import { temporary } from '../fixtures/temporary.ts';

/** A process that enters forks one, and ends before it: the pause gets an orphan, and then a zombie. */
const actors: Record<string, Actor> = { main: {}, probe: { parent: 'outside' }, orphan: { parent: 'probe' } };
const scenario = (launch: Launch, ...steps: Step[]): Scenario => ({ version: 1, launch, actors, steps });
const ORPHAN: Step[] = [
  { fork: 'probe' },
  { fork: 'orphan' },
  { die: { actor: 'probe', signal: 'SIGKILL' } },
  { exit: { actor: 'orphan', code: 3 } },
];
const STOP: Step = { signal: { signal: 'SIGTERM', to: 'init' } };
const OF_MAIN: Step[] = [
  { signal: { signal: 'SIGUSR1', to: 'init' } },
  { exit: { actor: 'main', code: 7 } },
  { signal: { signal: 'SIGHUP', to: 'main' } },
];

async function target(text: string): Promise<FoundTarget> {
  const path = join(temporary(), 'pause.yaml');
  writeFileSync(path, text);
  const found = await findTarget(path);
  if (!found.ok) throw new Error(found.why);
  return found.target;
}

const CONTRACT = 'contract: {starts: never, forwards: [], endsOn: {SIGTERM: [0]}}\n';

/** Signatures of what is violated, what nobody names, and how it ended. */
async function outcome(of: FoundTarget, ...scenarios: Scenario[]): Promise<unknown[]> {
  return withLab([of], { jobs: 1 }, async (lab) => {
    const all = await Promise.all(scenarios.map((one) => lab.examine(one, of, 'careful')));
    return all.map((one) => {
      if (one.kind !== 'examined') return one.kind;
      const { exit } = one.trace;
      const violated = one.judgements.flatMap(({ verdict, signature }) => (verdict.kind === 'violated' ? [signature] : []));
      const kinds = one.judgements.map(({ verdict }) => verdict.kind);
      return [violated, one.unexplained, kinds.includes('inconclusive'), exit?.how === 'exited' ? exit.code : exit];
    });
  });
}

const PAUSE = `#!/usr/bin/perl
use POSIX ':sys_wait_h';
$SIG{CHLD} = sub { while (waitpid(-1, WNOHANG) > 0) { } };
$SIG{TERM} = sub { exit 0 };
POSIX::pause() while 1;
`;

test('a pause reaps what others leave, goes on, and leaves when it is told to', async () => {
  const path = join(temporary(), 'pause');
  writeFileSync(path, PAUSE, { mode: 0o755 });
  const pause = await target(`find: {path: ${path}}\n${CONTRACT}`);
  expect(
    await outcome(
      pause,
      scenario({}),
      scenario({}, ...ORPHAN),
      scenario({}, ...ORPHAN, STOP),
      scenario({ command: 'missing' }, ...OF_MAIN),
      scenario({ ignored: ['SIGHUP'] }, ...OF_MAIN, STOP),
    ),
  ).toEqual([
    [[], [], false, undefined],
    [[], [], false, undefined],
    [[], [], false, 0],
    [[], [], false, undefined],
    [[], [], false, 0],
  ]);
});

test('one that only sleeps leaves zombies, and does not leave', async () => {
  const sleeper = await target(`find: {path: /bin/sleep}\nargs: [infinity]\n${CONTRACT}`);
  expect(await outcome(sleeper, scenario({}, ...OF_MAIN), scenario({}, ...ORPHAN), scenario({}, STOP))).toEqual([
    [[], [], false, undefined],
    [['reaps-orphans/zombie-left'], [], false, undefined],
    [['leaves-promptly/stays'], [], expect.anything(), undefined],
  ]);
});

test('one that starts a command all the same is another kind of program', async () => {
  const path = join(temporary(), 'starts');
  writeFileSync(path, '#!/bin/sh\n/initproof/actor & sleep 1000\n', { mode: 0o755 });
  const starts = await target(`find: {path: ${path}}\n${CONTRACT}`);
  const [kinds] = await withLab([starts], { jobs: 1 }, async (lab) => {
    const one = await lab.examine(scenario({}), starts, 'careful');
    return [one.kind === 'examined' && new Set(one.judgements.map(({ verdict }) => verdict.kind === 'inconclusive' && verdict.why))];
  });
  expect(kinds).toEqual(new Set(['it has started a command, and the contract says `starts: never`']));
});
