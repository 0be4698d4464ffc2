/** Signals of which a contract leaves open whether the init passes them on. */
import type { Op, Program } from '../compile/program.ts';
import { SIGCONT, signalName } from '../scenario/signals.ts';
import type { Contract } from './contract.ts';
import type { Difference } from './difference.ts';
import type { Divergence } from './model/predict.ts';

/** Whether the contract has it do either: pass the signal on, or keep it back; of SIGCONT, where that has thawed it. */
export function isOpen({ open }: Contract, { ops }: Program, { op, signal }: Divergence): boolean {
  if (open === undefined) return false;
  return (
    open.forwards.includes(signalName(signal)) ||
    (open.thaw && signal === SIGCONT && batchEndingAt(ops, op).some((one) => one.op === 'thaw'))
  );
}

/** The ops that were not waited for apart. */
const batchEndingAt = (ops: readonly Op[], last: number): readonly Op[] =>
  ops.slice(ops.findLastIndex((one, n) => n < last && one.settle) + 1, last + 1);

/** Whether it is no more than that one of these was passed on, or was not. */
export const isOpenDifference = ({ open }: Contract, { kind, signal }: Difference): boolean =>
  OF_SIGNALS.includes(kind) && signal > 0 && open?.forwards.includes(signalName(signal)) === true;

const OF_SIGNALS: readonly Difference['kind'][] = ['signal-lost', 'signal-passed-on', 'signal-invented'];
