/** Options that several commands have, which run scenarios. */
import { Option } from 'commander';
import { HELD_PERCENT } from '../guide/holding.ts';
import { whole } from './values.ts';

/** More executors than this only wait for each other: the largest machines have some hundred CPUs. */
const MOST_JOBS = 512;

/** `percent`: the default. */
export const placementsOption = (percent = HELD_PERCENT): Option =>
  new Option('--placements <percent>', 'percentage of scenarios that pause the init at a system call')
    .argParser(whole(0, 100))
    .default(percent);

export const guidedOption = (): Option =>
  new Option('--guided <percent>', 'maximum percentage of scenarios made by mutating earlier ones that showed new behaviour')
    .argParser(whole(0, 100))
    .default(0);

/** `what` is run at the same time. */
export const jobsOption = (what: 'scenarios' | 'runs' = 'scenarios'): Option =>
  new Option('--jobs <n>', `${what} at the same time (default: one per CPU)`).argParser(whole(1, MOST_JOBS));
