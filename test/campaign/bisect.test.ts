/** The first build with a fault, and without, among 16: at random places, of a fault that always shows and of one that shows in 30 %. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import seedrandom from 'seedrandom';
import { beforeAll, describe, expect, test } from 'vitest';
import { bisect, type Bisecting, type Bisection, type Sought } from '../../fuzz/campaign/bisect.ts';
import type { Build } from '../../fuzz/campaign/builds.ts';
import type { FoundTarget } from '../../fuzz/campaign/find-target.ts';
import type { StoredCase } from '../../fuzz/cases/store.ts';
import { FAULTY_FOLDER, faultyTarget } from '../measure/faulty/faults.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';

const BUILDS = 16;
const TIMES = 20;
/** ms: some fifty runs of a few ms each, on a machine that others keep busy. */
const TIMEOUT = 300_000;

const stored = (property: string, steps: Scenario['steps']): StoredCase => {
  const scenario: Scenario = { version: 1, launch: {}, actors: { main: { on: { all: 'note' } } }, steps };
  return { path: 'x.yaml', id: '00000000', case: { comment: '', property, expect: {}, scenario } };
};

const ALWAYS = { name: 'seven-bits', case: stored('exit-code', [{ exit: { actor: 'main', code: 200 } }]), rate: { shown: 10, runs: 10 } };
const THIRTY = {
  name: 'seeded-table',
  case: stored('forwards', [{ signal: { signal: 'SIGTERM', to: 'init' } }]),
  rate: { shown: 3, runs: 10 },
};

let sound: FoundTarget;
beforeAll(async () => {
  execFileSync('make', ['-s', '-C', FAULTY_FOLDER, 'build/no-fault', 'build/seven-bits', 'build/seeded-table']);
  sound = await faultyTarget({ name: 'no-fault' });
});

const build = (name: string, index: number): Build => ({ name: `build-${index + 1}`, binary: join(FAULTY_FOLDER, 'build', name) });

/** The first `edge` builds are `before`, the others `after`. */
const list = (edge: number, before: string, after: string): Build[] =>
  Array.from({ length: BUILDS }, (_, index) => build(index < edge ? before : after, index));

const search = (fault: typeof ALWAYS, builds: Build[], more: Partial<Bisecting> = {}): Promise<Bisection> =>
  bisect({
    stored: fault.case,
    like: () => Promise.resolve(sound),
    builds,
    sought: 'bad',
    rate: fault.rate,
    jobs: undefined,
    signal: new AbortController().signal,
    tell: () => {},
    ...more,
  });

describe.each([ALWAYS, THIRTY])('$name', (fault) => {
  test.each<Sought>(['bad', 'good'])(`the first %s build, ${TIMES} of ${TIMES}, within the bound`, { timeout: TIMEOUT }, async (sought) => {
    const random = seedrandom(`${fault.name} ${sought}`);
    const [before, after] = sought === 'bad' ? ['no-fault', fault.name] : [fault.name, 'no-fault'];
    let runs = 0;
    let bound = 0;
    for (let time = 0; time < TIMES; time++) {
      const edge = 1 + Math.floor(random() * (BUILDS - 1));
      const result = await search(fault, list(edge, before, after), { sought });
      expect(result).toMatchObject({ kind: 'found', before: { name: `build-${edge}` }, after: { name: `build-${edge + 1}` } });
      if (result.kind !== 'found') continue;
      expect(result.confidence).toBeGreaterThan(0.99);
      expect(result.runs).toBeLessThanOrEqual(result.bound);
      runs += result.runs;
      bound += result.bound;
    }
    console.log(`${fault.name}, first ${sought}: ${TIMES} of ${TIMES} right, ${runs / TIMES} runs of ${bound / TIMES} at most`);
  });
});

test('a rate that nobody knows is measured where it shows', { timeout: TIMEOUT }, async () => {
  const result = await search(ALWAYS, list(9, 'no-fault', ALWAYS.name), { rate: undefined });
  expect(result).toMatchObject({ kind: 'found', after: { name: 'build-10' }, rate: { shown: 20, runs: 20 } });
});

test('builds that cannot be judged are left out, at the ends and at the edge', async () => {
  const builds = list(9, 'no-fault', ALWAYS.name);
  const broken = { binary: join(FAULTY_FOLDER, 'base.c') };
  for (const index of [0, 8, 9, 15]) builds[index] = { ...(builds[index] as Build), ...broken };
  const result = await search(ALWAYS, builds);
  expect(result).toMatchObject({
    kind: 'found',
    before: { name: 'build-8' },
    after: { name: 'build-11' },
    between: ['build-9', 'build-10'],
  });
});

test.each([
  ['no-fault', 'no-fault', 'bad', /newest build, build-16, does not show it in 4 runs/],
  [ALWAYS.name, ALWAYS.name, 'bad', /oldest build, build-1, shows it as well/],
  ['no-fault', ALWAYS.name, 'good', /oldest build, build-1, does not show it in 4 runs/],
] as const)('%s to %s, first %s: there is no such edge', async (before, after, sought, why) => {
  const result = await search(ALWAYS, list(9, before, after), { sought });
  expect(result).toMatchObject({ kind: 'no-edge', why: expect.stringMatching(why) });
});

test('an abort ends it', async () => {
  const controller = new AbortController();
  const result = await search(ALWAYS, list(9, 'no-fault', ALWAYS.name), { signal: controller.signal, tell: () => controller.abort() });
  expect(result.kind).toBe('interrupted');
  expect(result.tried.map(({ index }) => index)).toEqual([15, 0]);
});
