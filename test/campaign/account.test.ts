/** Each verdict has its reason: real runs of the sound init and of a shell that forwards nothing. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consequenceOf } from '../../fuzz/campaign/account.ts';
import { type Lab, openLab } from '../../fuzz/campaign/lab.ts';
import { type Replayed, replay } from '../../fuzz/campaign/replay.ts';
import { defineTarget } from '../../fuzz/index.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import { PROPERTIES } from '../../properties/index.ts';
import { buildFolder } from '../execute/setting.ts';

const SOUND = defineTarget({ name: 'sound', binary: join(buildFolder(), 'sound') });
const SHELL = defineTarget({ name: 'shell', binary: '/bin/sh', args: ['-c', '"$@"; exit $?', 'sh'] });

let lab: Lab;
beforeAll(async () => {
  lab = await openLab([SOUND, SHELL], { jobs: 1 });
});
afterAll(async () => {
  await lab.close();
});

function on(target: typeof SOUND, steps: Scenario['steps'], property?: string): Promise<Replayed> {
  const scenario: Scenario = { version: 1, launch: {}, actors: { main: { on: { all: 'note' } } }, steps };
  const saved = { comment: '', expect: {}, scenario, ...(property === undefined ? {} : { property }) };
  return replay(lab, { path: 'x.yaml', id: 'x', case: saved }, target, 2);
}

test('of each property, whatever the verdict', async () => {
  const { reasons, story } = await on(SOUND, [{ signal: { signal: 'SIGTERM', to: 'init' } }, { exit: { actor: 'main', code: 7 } }]);
  expect(reasons.map(({ property }) => property)).toEqual(PROPERTIES.map(({ id }) => id));
  const said = Object.fromEntries(reasons.map(({ property, verdict, reason }) => [property, `${verdict}: ${reason}`]));
  expect(said).toMatchObject({
    forwards: 'holds: sent to the init: SIGTERM; main noted SIGTERM, and each signal that was due had its effect',
    'exit-code': 'holds: the init exited with 7, which is what was due',
    'reaps-orphans': expect.stringMatching(
      /^holds: the tree was at rest \d times, and the init had no zombie then; \w+ process(es)? had been reaped$/,
    ),
    'hands-down': 'holds: main was started once, as pid 2, in the state that was due',
    'closes-descriptors': expect.stringMatching(/^not-applicable: it is judged where /),
    'reports-failed-exec': 'not-applicable: it is judged where the command cannot be started',
  });
  for (const { reason } of reasons) expect(reason).not.toBe('');
  expect(story.map(({ what }) => what)).toContain('exits with 7');
});

test('of a case that holds: what was seen, and what happened', async () => {
  const { verdicts, said, story, consequence, due } = await on(SOUND, [{ exit: { actor: 'main', code: 7 } }], 'exit-code');
  expect(verdicts).toEqual({ holds: 2 });
  expect(said).toBe('the init exited with 7, which is what was due');
  expect(story.length).toBeGreaterThan(2);
  expect([due, consequence]).toEqual([undefined, undefined]);
});

test('of a violation: what was due, the moment, and what it leads to', async () => {
  const { signatures, due, consequence, story } = await on(SHELL, [{ signal: { signal: 'SIGTERM', to: 'init' } }], 'forwards');
  expect(signatures).toEqual(['forwards/signal-lost:SIGTERM']);
  expect(due).toBe('get it once');
  expect(consequence).toMatch('`docker stop` waits its ten seconds');
  expect(story.filter(({ fault }) => fault)).toEqual([expect.objectContaining({ what: 'all is at rest: the init sleeps' })]);
});

test('that main was not seen to end is no fault of an exit code', async () => {
  const { verdicts, said } = await on(SHELL, [{ signal: { signal: 'SIGTERM', to: 'init' } }], 'exit-code');
  expect(Object.keys(verdicts)).not.toContain('violated');
  expect(said).not.toMatch('did not leave when its child had ended');
});

describe('what a violation leads to', () => {
  test('is said of each that a property can say, in a sentence', () => {
    for (const { id, consequence } of PROPERTIES)
      for (const [what, said] of Object.entries(consequence)) {
        expect(consequenceOf(`${id}/${what}:detail`)).toBe(said);
        expect(said).toMatch(/^[A-Z`].*\.$/);
      }
  });

  test('is not made up', () => {
    expect(consequenceOf('tampered/record')).toBeUndefined();
    expect(consequenceOf('my-own/what')).toBeUndefined();
    expect(consequenceOf('forwards/constructor')).toBeUndefined();
  });
});
