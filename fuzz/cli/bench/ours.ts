/** This product, from TypeScript, start to verdict. */
import { compile } from '../../compile/compile.ts';
import type { Pool } from '../../execute/pool.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Trace } from '../../trace/trace.ts';
import { type Contender, keepGoing } from './contender.ts';

/** Runs that are asked of the pool at once, for each executor: as a campaign does. */
const IN_FLIGHT = 96;

export interface Ours {
  name: string;
  scenario: Scenario;
  args: string[];
  zygote: boolean;
  /** Throws where the trace is not what a sound init gives. */
  check(trace: Trace): void;
}

export function ours(pool: Pool, { name, scenario, args, zygote, check }: Ours): Contender {
  const once = async (): Promise<void> => check(await pool.run({ program: compile(scenario), binary: 0, args, pollMs: 1000, careful: false, zygote }));
  return { name, measure: (ms) => keepGoing(ms, IN_FLIGHT * pool.jobs, once) };
}
