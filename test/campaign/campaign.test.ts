/** Campaigns on real inits: the sound one, and faulty ones whose faults show within a few dozen scenarios. */
import { execFileSync } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CampaignEvent } from '../../fuzz/campaign/events.ts';
import { listCases, readCaseFile, saveCase } from '../../fuzz/cases/store.ts';
import { NotExecutableError } from '../../fuzz/execute/harness-error.ts';
import { scenarioAt } from '../../fuzz/generate/seeds.ts';
import { defineProperty, defineTarget, PROPERTIES, type RunOptions, replay, run, stream } from '../../fuzz/index.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';

beforeAll(() => void execFileSync('make', ['-s', '-C', 'targets/faulty', 'build/seven-bits']));

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'initproof-'));
});

/** Loses the upper bit of exit codes: any code from 128 shows it. */
const FAULTY = 'targets/faulty/build/seven-bits';
const exitCode = PROPERTIES.filter(({ id }) => id === 'exit-code');

const base = (): RunOptions => ({ target: FAULTY, properties: exitCode, seed: 1, runs: 60, placements: 0, out });

async function events(options: RunOptions): Promise<CampaignEvent[]> {
  const all: CampaignEvent[] = [];
  for await (const event of stream(options)) all.push(event);
  return all;
}

/** Of scenarios in which a signal is ignored long before main exits with 255. */
const SEED = 13;

const ofType = <T extends CampaignEvent['type']>(all: CampaignEvent[], type: T) =>
  all.filter((event): event is Extract<CampaignEvent, { type: T }> => event.type === type);

describe('a finding', () => {
  test('is written before it is looked into, made small, replayed, and told once', async () => {
    const all = await events(base());
    expect(all.map(({ type }) => type).filter((type) => type !== 'progress')).toEqual([
      'campaign',
      'kind',
      'seen',
      'found',
      'failure',
      'target',
      'end',
    ]);
    const [failure] = ofType(all, 'failure');
    expect(failure).toMatchObject({
      target: FAULTY,
      property: 'exit-code',
      known: false,
      repeats: [10, 10],
      smallest: { steps: 1, processes: 1 },
    });
    expect(all.at(-1)).toMatchObject({ type: 'end', scenarios: 60, failures: 1, new: 1, flaky: 0, harnessErrors: 0, exit: 1 });
    const { cases } = await listCases(join(out, 'found'));
    expect(cases.map(({ path }) => path)).toEqual([failure?.case]);
    expect(cases[0]?.case).toMatchObject({
      signature: failure?.signature,
      expect: { [FAULTY]: 'violated' },
      found: { seed: 1, repeats: '10/10' },
    });
  });

  test('that an unusual launch shows first, and a plain one later, is told again with the plain case, and counted once', async () => {
    // No fault of an init shows in two ways so surely.
    const twoWays = defineProperty({
      id: 'two-ways',
      claim: 'no signal is ignored, and main does not exit with 255',
      names: [],
      judge: ({ program: { launch, ops } }) =>
        launch.ignored !== undefined || ops.some((op) => op.op === 'exit' && op.slot === 0 && op.code === 255)
          ? { kind: 'violated', what: 'shown', said: 'it was so' }
          : { kind: 'holds' },
    });
    const drawn = (index: number): Scenario => scenarioAt(SEED, index);
    expect(drawn(0).launch.ignored).toBeDefined();
    expect(drawn(69).steps).toContainEqual({ exit: { actor: 'main', code: 255 } });
    const all = await events({ ...base(), properties: [twoWays], seed: SEED, runs: 120 });
    const failures = ofType(all, 'failure');
    expect(failures).toMatchObject([
      { needs: [expect.stringMatching(/^started with .* ignored$/)] },
      { plain: true, insteadOf: failures[0]?.id },
    ]);
    expect(all.at(-1)).toMatchObject({ failures: 1, new: 1, exit: 1 });
    const { cases } = await listCases(join(out, 'found'));
    expect(cases.map(({ id }) => id)).toEqual([failures[1]?.id]);
    expect(cases[0]?.case.scenario).toMatchObject({ launch: {}, steps: [{ exit: { actor: 'main', code: 255 } }] });
  });

  test('is the same for the same seed', async () => {
    const [one, two] = [await run(base()), await run(base())];
    expect(two.failures.map(({ signature, index, id }) => [signature, id, index === undefined])).toEqual(
      one.failures.map(({ signature, id }) => [signature, id, true]),
    );
  });

  test('that is in the corpus for this target is known: it is told, not saved again, and exits 0', async () => {
    const [failure] = (await run(base())).failures;
    const { case: saved } = await readCaseFile(failure?.case as string);
    const corpus = join(out, 'corpus');
    await saveCase(corpus, saved);
    const other = await mkdtemp(join(tmpdir(), 'initproof-'));
    const result = await run({ ...base(), out: other, corpus: [corpus] });
    expect(result).toMatchObject({ failures: [{ known: true, signature: failure?.signature }], new: 0, replayed: 1, exit: 0 });
    expect((await listCases(join(other, 'found'))).cases).toEqual([]);
    expect((await run({ ...base(), out: other, corpus: [corpus], failOn: 'violated' })).exit).toBe(1);
  });

  test('known of one target is news on another', async () => {
    const [failure] = (await run(base())).failures;
    const { case: saved } = await readCaseFile(failure?.case as string);
    const corpus = join(out, 'corpus');
    const { found: _, ...byHand } = saved;
    await saveCase(corpus, { ...byHand, expect: { sound: 'violated' } });
    const result = await run({ ...base(), out: join(out, 'other'), corpus: [corpus], runs: 1 });
    expect(result).toMatchObject({ new: 1, failures: [{ known: false }], exit: 1 });
  });

  test('stays as it is without shrinking', async () => {
    const [failure] = (await run({ ...base(), shrink: false })).failures;
    expect(failure).toMatchObject({ tries: 0, repeats: [5, 5] });
    expect(failure?.smallest).toEqual(failure?.found);
  });

  test('of an earlier campaign is replayed first', async () => {
    const [first] = (await run(base())).failures;
    const result = await run({ ...base(), runs: 1 });
    expect(result.failures).toMatchObject([{ id: first?.id, from: first?.case }]);
  });

  test('that the record has and that does not show any more is told', async () => {
    const [failure] = (await run(base())).failures;
    const { case: saved } = await readCaseFile(failure?.case as string);
    const corpus = join(out, 'corpus');
    await saveCase(corpus, { ...saved, expect: { 'native/build/sound': 'violated' } });
    const all = await events({ ...base(), target: 'native/build/sound', corpus: [corpus], runs: 1 });
    expect(ofType(all, 'changed')).toMatchObject([{ property: 'exit-code', recorded: 'violated', now: 'holds' }]);
  });
});

test('a violation that never shows again is kept apart, and is no failure', async () => {
  let left = 1;
  const once = defineProperty({
    id: 'once',
    claim: 'is violated the first time only',
    names: [],
    judge: () => (left-- > 0 ? { kind: 'violated', what: 'first', said: 'the first time' } : { kind: 'holds' }),
  });
  const all = await events({ ...base(), target: 'native/build/sound', properties: [once], runs: 20 });
  expect(ofType(all, 'flaky')).toMatchObject([{ signature: 'once/first', repeats: [0, 10] }]);
  expect(all.at(-1)).toMatchObject({ failures: 0, flaky: 1, exit: 4 });
  expect((await listCases(join(out, 'flaky'))).cases).toHaveLength(1);
  expect((await listCases(join(out, 'found'))).cases).toHaveLength(0);
});

test('one that shows now and then says how often', async () => {
  let runs = 0;
  const sometimes = defineProperty({
    id: 'sometimes',
    claim: 'is violated every other time',
    names: [],
    judge: () => (runs++ % 2 === 0 ? { kind: 'violated', what: 'even', said: 'an even run' } : { kind: 'holds' }),
  });
  const result = await run({ ...base(), target: 'native/build/sound', properties: [sometimes], runs: 20 });
  expect(result.failures).toHaveLength(1);
  expect(result.failures[0]?.repeats[1]).toBe(10);
  expect(result.failures[0]?.repeats[0]).toBeGreaterThan(0);
  expect(result.failures[0]?.repeats[0]).toBeLessThan(10);
});

test('several targets get the same scenarios', async () => {
  const result = ofType(await events({ ...base(), targets: ['native/build/sound'], runs: 100 }), 'target');
  expect(result.map(({ target, scenarios }) => [target, scenarios])).toEqual([
    [FAULTY, 100],
    ['native/build/sound', 100],
  ]);
});

test('a new finding says whether the other targets show the same', async () => {
  const twin = defineTarget({ name: 'twin', binary: FAULTY });
  const result = await run({ ...base(), targets: ['native/build/sound', twin] });
  const said = result.failures.map(({ target, elsewhere }) => [target, elsewhere]);
  const sound = { target: 'native/build/sound', now: 'holds' };
  expect(said.sort()).toEqual([
    [FAULTY, [sound, { target: 'twin', now: 'same' }]],
    ['twin', [{ target: FAULTY, now: 'same' }, sound]],
  ]);
  const alone = await run({ ...base(), out: join(out, 'alone') });
  expect(alone.failures[0]).not.toHaveProperty('elsewhere');
});

test('an abort ends it with a summary', async () => {
  const controller = new AbortController();
  let last: CampaignEvent | undefined;
  for await (const event of stream({ ...base(), target: 'native/build/sound', placements: 20, runs: 1e9, signal: controller.signal })) {
    if (event.type === 'progress') controller.abort();
    last = event;
  }
  expect(last).toMatchObject({ type: 'end', interrupted: true, exit: 130 });
});

test('leaving the iteration ends it', async () => {
  for await (const event of stream({ ...base(), runs: 1e9 })) if (event.type === 'failure') break;
  // On a busy machine a second finding may be there by then: each is in one form.
  const signatures = (await listCases(join(out, 'found'))).cases.map((one) => one.case.signature);
  expect([signatures.length > 0, signatures]).toEqual([true, [...new Set(signatures)]]);
});

test('a time is a budget too', async () => {
  const result = await run({ target: 'native/build/sound', properties: exitCode, seed: 1, ms: 500, out });
  expect(result.scenarios).toBeGreaterThan(0);
  expect(result.interrupted).toBe(false);
});

test('a binary that the kernel does not execute is refused', async () => {
  const target = defineTarget({ name: 'text', binary: join(process.cwd(), 'package.json') });
  await expect(run({ ...base(), target })).rejects.toThrow(NotExecutableError);
});

test('replays give the recorded verdict each time', async () => {
  const [failure] = (await run(base())).failures;
  const [faulty, sound] = await replay(failure?.case as string, { targets: [FAULTY, 'native/build/sound'], times: 100 });
  expect(faulty).toMatchObject({ always: 'violated', asRecorded: true, verdicts: { violated: 100 } });
  expect(sound).toMatchObject({ always: 'holds', verdicts: { holds: 100 } });
});
