/** What it takes to find something again, beside the target and the index: for all that one command finds. */
import { release } from 'node:os';
import type { Provenance } from '../cases/case.ts';
import { GENERATOR_VERSION } from '../generate/seeds.ts';
import { VERSION } from './version.ts';

/** As of now. */
export const provenance = (seed: number): Omit<Provenance, 'target' | 'index' | 'repeats'> => ({
  seed,
  generator: GENERATOR_VERSION,
  version: VERSION,
  kernel: release(),
  date: new Date().toISOString().slice(0, 10),
});
