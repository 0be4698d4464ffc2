/** This product, from TypeScript, start to verdict. */
import { compile } from '../../../fuzz/compile/compile.ts';
import { MOST_IN_FLIGHT } from '../../../fuzz/campaign/pace.ts';
import type { Pool } from '../../../fuzz/execute/pool.ts';
import type { Target } from '../../../fuzz/judge/contract.ts';
import { judge } from '../../../fuzz/judge/judge.ts';
import { PROPERTIES } from '../../../properties/index.ts';
import type { Scenario } from '../../../fuzz/scenario/scenario.ts';
import type { Trace } from '../../../fuzz/trace/trace.ts';
import { type Contender, keepGoing } from './contender.ts';

export interface Ours {
  name: string;
  scenario: Scenario;
  target: Target;
  zygote: boolean;
  /** Throws where the trace is not what a sound init gives. */
  check(trace: Trace): void;
}

/** With as many under way as in a campaign. What the verdicts are is the init's matter. */
export function ours(pool: Pool, { name, scenario, target, zygote, check }: Ours): Contender {
  const { args, contract } = target;
  const once = async (): Promise<void> => {
    const program = compile(scenario);
    const trace = await pool.run({ program, binary: 0, args, pollMs: contract.pollMs, careful: false, zygote });
    check(trace);
    judge(program, trace, target, PROPERTIES);
  };
  return { name, measure: (ms) => keepGoing(ms, MOST_IN_FLIGHT * pool.jobs, once) };
}
