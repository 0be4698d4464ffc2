/**
 * The cause of a fault, where a system call of the init shows it: what the kernel has answered in a run whose calls were recorded, in which
 * the same fault has shown. Where that leaves a doubt there is no sentence.
 */
import type { Program } from '../compile/program.ts';
import { type Fault, faultsOf } from '../judge/fault.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { MOST_CALLS, type Trace } from '../trace/trace.ts';
import { callsOf } from './ended-calls.ts';
import {
  loops,
  messageTooLong,
  noGroup,
  noHandler,
  noPermission,
  noProcess,
  reapedByKernel,
  type Run,
  staysBlocked,
  stdinClosed,
  takenBeforeExec,
} from './cause-rules.ts';
import type { FoundTarget } from './find-target.ts';
import type { Lab } from './lab.ts';

/** One more run. Undefined where the fault does not show in it, or no call of it says why. */
export async function causeOf(lab: Lab, scenario: Scenario, target: FoundTarget, signature: string): Promise<string | undefined> {
  const answer = await lab.record(scenario, target);
  if (answer.kind !== 'examined') return undefined;
  const fault = faultsOf(answer.judgements).find((one) => one.signature === signature);
  return fault?.kind === 'violated' ? causeIn(answer.program, answer.trace, fault) : undefined;
}

/** Causes that a call can show. Each has signatures that it explains, and a sentence where the run shows it. */
type Cause =
  | 'no-group'
  | 'no-permission'
  | 'no-handler'
  | 'stays-blocked'
  | 'taken-before-exec'
  | 'reaped-by-kernel'
  | 'stdin-closed'
  | 'message-too-long'
  | 'no-process'
  | 'loops';

interface Rule {
  /** Beginnings of signatures. */
  of: readonly string[];
  sentence(run: Run): string | undefined;
}

const NOT_STARTED = ['reports-failed-exec/wrong-code', 'survives/never-started'];

const RULES: Readonly<Record<Cause, Rule>> = {
  'no-group': { of: ['forwards/signal-lost'], sentence: noGroup },
  'no-permission': { of: ['forwards/signal-lost', 'survives/left-early', 'exit-code/wrong-status'], sentence: noPermission },
  'no-handler': { of: ['forwards/signal-lost'], sentence: noHandler },
  'stays-blocked': { of: ['forwards/signal-lost'], sentence: staysBlocked },
  'taken-before-exec': { of: ['forwards/signal-lost'], sentence: takenBeforeExec },
  'reaped-by-kernel': { of: ['leaves-promptly/stays', 'reports-failed-exec/stays'], sentence: reapedByKernel },
  'stdin-closed': { of: NOT_STARTED, sentence: stdinClosed },
  'message-too-long': { of: NOT_STARTED, sentence: messageTooLong },
  'no-process': { of: ['reports-failed-exec/stays', ...NOT_STARTED], sentence: noProcess },
  loops: { of: ['stays-idle/busy'], sentence: loops },
};

/** The cause of a fault in a run with recorded calls. Where the record was full, nothing: a call that it lacks may have done what looks undone. */
export function causeIn(
  { launch, ops }: Program,
  trace: Trace,
  { signature, said }: Pick<Fault, 'signature' | 'said'>,
): string | undefined {
  if (trace.events.filter(({ kind }) => kind === 'call').length >= MOST_CALLS) return undefined;
  const run = { launch, ops, trace, said, calls: callsOf(trace) };
  const rules = Object.values(RULES).filter(({ of }) => of.some((start) => signature.startsWith(start)));
  return rules.map(({ sentence }) => sentence(run)).find((one) => one !== undefined);
}
