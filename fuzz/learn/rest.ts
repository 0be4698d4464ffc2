/** How often an init wakes up while nothing happens; whether orphans are its own where it is not PID 1. */
import type { Contract } from '../judge/contract.ts';
import { PLAIN } from '../judge/plain-contract.ts';
import { type Runner, scenarioOf, wasAdopted } from './runner.ts';

export type Rest = Pick<Contract, 'wakeUps' | 'pollMs'>;

/** s: an init that looks once a second wakes up twice in it. */
const WAIT_S = 2;
/** Steps by which a number of wake-ups is told: what the clocks of two runs make of it is the same then. */
const STEPS = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** Undefined where no run came of it. */
export async function learnRest(run: Runner): Promise<Rest | undefined> {
  const trace = await run(scenarioOf({}, { main: {} }, [{ wait: `${WAIT_S}s` }]));
  if (trace?.start === undefined || trace.init.waitedMs === 0) return undefined;
  const { waitedSwitches, waitedMs } = trace.init;
  // By the time that it took: on a busy machine it is longer.
  const rate = waitedSwitches === 0 ? 0 : Math.max(1, Math.floor((1000 * waitedSwitches) / waitedMs));
  return { wakeUps: STEPS.find((step) => step >= rate) ?? 1000, pollMs: rate === 0 ? 0 : PLAIN.pollMs };
}

const ACTORS = { main: {}, maker: { parent: 'main' }, orphan: { parent: 'maker' } } as const;
const ORPHAN = 2;

/** Undefined where no run came of it. */
export async function learnAdoption(run: Runner): Promise<boolean | undefined> {
  const trace = await run(
    scenarioOf({ as: 'subreaper' }, ACTORS, [{ fork: 'maker' }, { fork: 'orphan' }, { exit: { actor: 'maker', code: 0 } }]),
  );
  return trace?.start === undefined ? undefined : wasAdopted(trace, ORPHAN);
}
