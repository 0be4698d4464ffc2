/** A share of each campaign's inits is exec'ed, so that one which does well in a clone alone is met. */
import { execFileSync } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { careAt } from '../../fuzz/campaign/care.ts';
import { defineProperty, PROPERTIES, run } from '../../fuzz/index.ts';

beforeAll(() => void execFileSync('make', ['-s', '-C', 'native', 'inits']));

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'initproof-'));
});

/** ms: ten campaigns of a few seconds each. */
const TIMEOUT = 300_000;
const SEEDS = Array.from({ length: 10 }, (_, seed) => seed);

test('each eighth scenario is by exec, by its index alone', () => {
  expect(Array.from({ length: 10 }, (_, index) => careAt(index))).toEqual([
    'plain',
    ...new Array<string>(7).fill('quick'),
    'plain',
    'quick',
  ]);
});

test('in a campaign none of these is a clone, and of the others some are', async () => {
  const clones: boolean[] = [];
  const watch = defineProperty({
    id: 'watch',
    claim: 'holds',
    names: [],
    judge: ({ trace }) => {
      clones.push(trace.zygote === true);
      return { kind: 'holds' };
    },
  });
  // One executor answers in order; a placement takes runs of its own.
  await run({ target: 'native/build/sound', properties: [watch], seed: 1, runs: 200, jobs: 1, placements: 0, corpus: [], out });
  expect(clones).toHaveLength(200);
  expect(clones.filter((clone, index) => clone && careAt(index) === 'plain')).toEqual([]);
  expect(clones.filter((clone) => clone).length).toBeGreaterThan(20);
});

test.each(SEEDS)(
  'an init that is deaf after a plain exec alone is found in 100 scenarios of seed %i',
  { timeout: TIMEOUT },
  async (seed) => {
    const properties = PROPERTIES.filter(({ id }) => id === 'forwards');
    const result = await run({
      target: 'native/build/two-faced',
      like: 'sound',
      properties,
      seed,
      runs: 100,
      shrink: false,
      corpus: [],
      out,
    });
    expect(result).toMatchObject({ exit: 1, harnessErrors: 0, flaky: 0 });
  },
);
