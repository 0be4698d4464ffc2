/** What a campaign on an init without a fault must come to: nothing. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type RunResult, run, type TargetLike } from '../../fuzz/index.ts';

/** A hundredth of the scenarios may be such that what happens in them is chance. */
const INCONCLUSIVE = 0.01;

async function fuzz(target: TargetLike, runs: number): Promise<RunResult> {
  const out = await mkdtemp(join(tmpdir(), 'initproof-'));
  try {
    return await run({ target, runs, seed: 1, out, shrink: false });
  } finally {
    await rm(out, { recursive: true });
  }
}

/** Fuzzes the target with so many scenarios, of which that share at most may tell nothing. */
export async function expectNothing(target: TargetLike, runs: number, mayBeInconclusive = INCONCLUSIVE): Promise<void> {
  const { scenarios, failures, flaky, harnessErrors, inconclusive, exit } = await fuzz(target, runs);
  expect(failures.map(({ signature, said }) => `${signature}: ${said}`)).toEqual([]);
  expect({ scenarios, flaky, harnessErrors, exit }).toEqual({ scenarios: runs, flaky: 0, harnessErrors: 0, exit: 0 });
  expect(inconclusive / scenarios).toBeLessThan(mayBeInconclusive);
}
