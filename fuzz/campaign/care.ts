/** How the init of a run comes to be, and how closely it is looked at. */
import type { Job } from '../execute/pool.ts';

/**
 * `quick`: it may be forked from one that was exec'ed before. `plain`: it is exec'ed. `careful`: it is exec'ed, and every process is looked
 * at in every barrier, as a finding needs it. `recorded`: it is exec'ed, and each of its system calls is in the trace.
 */
export type Care = 'quick' | 'plain' | 'careful' | 'recorded';

export const HOW: Record<Care, Pick<Job, 'careful' | 'zygote' | 'record'>> = {
  quick: { careful: false, zygote: true },
  plain: { careful: false, zygote: false },
  careful: { careful: true, zygote: false },
  recorded: { careful: false, zygote: false, record: true },
};

/**
 * An init can tell whether it was forked or exec'ed (getrusage(2): a clone has had few page faults), and could do well in the one and ill
 * in the other. So each 8th scenario is by exec: 6 % of the speed where a fork takes half of the time of an exec, and an init that is ill
 * after an exec alone is met 13 times in 100 scenarios.
 */
const EXECED_EVERY = 8;

/** Of the scenario with this index, on each target. By the index alone, so that the same seed does the same again. */
export const careAt = (index: number): Care => (index % EXECED_EVERY === 0 ? 'plain' : 'quick');
