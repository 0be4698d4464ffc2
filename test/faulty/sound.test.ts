/** No false alarms: campaigns on inits without a fault find nothing, and hardly ever cannot tell. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { faultyTarget } from '../../fuzz/cli/faulty/faults.ts';
import { type RunResult, run, type TargetLike } from '../../fuzz/index.ts';

/** A hundredth of the scenarios may be such that what happens in them is chance. */
const INCONCLUSIVE = 0.01;
/** ms. A quiet machine takes a tenth of it; what others do to a busy one must not fail a test. */
const TIMEOUT = 900_000;

async function fuzz(target: TargetLike, runs: number): Promise<RunResult> {
  const out = await mkdtemp(join(tmpdir(), 'initproof-'));
  try {
    return await run({ target, runs, seed: 1, out, shrink: false });
  } finally {
    await rm(out, { recursive: true });
  }
}

async function expectNothing(target: TargetLike, runs: number): Promise<void> {
  const { scenarios, failures, flaky, harnessErrors, inconclusive, exit } = await fuzz(target, runs);
  expect(failures.map(({ signature, said }) => `${signature}: ${said}`)).toEqual([]);
  expect({ scenarios, flaky, harnessErrors, exit }).toEqual({ scenarios: runs, flaky: 0, harnessErrors: 0, exit: 0 });
  expect(inconclusive / scenarios).toBeLessThan(INCONCLUSIVE);
}

test.each([
  ['the sound init', 'sound', 20_000],
  ['the faulty inits without a fault', await faultyTarget({ name: 'no-fault' }), 3000],
  ['one that sleeps with handlers', await faultyTarget({ name: 'no-fault-with-handlers' }), 3000],
] as const)('%s passes', async (_, target, runs) => expectNothing(target, runs), TIMEOUT);

/** Busy loops beside it: twice as many as the two CPUs of a small machine. */
const LOOPS = 4;
const BUSY = 5000;

test(
  `a machine with ${LOOPS} busy loops makes no violation`,
  async () => {
    const loops = Array.from({ length: LOOPS }, () => new Worker('for (;;);', { eval: true }));
    try {
      await expectNothing('sound', BUSY);
    } finally {
      await Promise.all(loops.map((loop) => loop.terminate()));
    }
  },
  TIMEOUT,
);

/** Real-time trees of several campaigns on one CPU would starve those who watch them: see `open_turn` in native/src/guard.c. */
const SIDE_BY_SIDE = 3;

test(
  `${SIDE_BY_SIDE} campaigns on the same CPUs make no violation and no harness error`,
  async () => {
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => expectNothing('sound', 3000)));
  },
  TIMEOUT,
);
