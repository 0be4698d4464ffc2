/** This product, from TypeScript, start to verdict. */
import { compile } from '../../compile/compile.ts';
import type { Pool } from '../../execute/pool.ts';
import type { Target } from '../../judge/contract.ts';
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
  target: Target;
  zygote: boolean;
  /** Throws where the trace is not what a sound init gives. */
  check(trace: Trace): void;
}

/** What the verdicts are is the init's matter. */
export function ours(pool: Pool, { name, scenario, target, zygote, check }: Ours): Contender {
  const { args, contract } = target;
  const once = async (): Promise<void> => {
    const program = compile(scenario);
    const trace = await pool.run({ program, binary: 0, args, pollMs: contract.pollMs, careful: false, zygote });
    check(trace);
    judge(program, trace, target, PROPERTIES);
  };
  return { name, measure: (ms) => keepGoing(ms, IN_FLIGHT * pool.jobs, once) };
}
