/** This product, from TypeScript, start to verdict. */
import { compile } from '../../compile/compile.ts';
import type { Pool } from '../../execute/pool.ts';
import { PLAIN } from '../../judge/plain-contract.ts';
import { judge } from '../../judge/judge.ts';
import { PROPERTIES } from '../../../properties/index.ts';
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

/** The init is judged as one that is given by its path; what the verdicts are is the init's matter. */
export function ours(pool: Pool, { name, scenario, args, zygote, check }: Ours): Contender {
  const target = { name: 'bench', title: 'bench', args, contract: PLAIN, deviations: [] };
  const once = async (): Promise<void> => {
    const program = compile(scenario);
    const trace = await pool.run({ program, binary: 0, args, pollMs: PLAIN.pollMs, careful: false, zygote });
    check(trace);
    judge(program, trace, target, PROPERTIES);
  };
  return { name, measure: (ms) => keepGoing(ms, IN_FLIGHT * pool.jobs, once) };
}
