/** Signals that a contract leaves out and its deviations name: that one was sent and kept back is told, though nothing differs. */
import type { Program } from '../compile/program.ts';
import { signalName, signalNumber } from '../scenario/signals.ts';
import type { Deviation } from './contract.ts';

/** What is told of one. */
export interface KeptBack {
  reason: string;
  signature: string;
}

/**
 * The first signal of the program to the init that one of the `deviations` has it keep. For a run in which the property holds: the model
 * has it kept back, and so had the init.
 */
export function keptBack(property: string, { ops }: Program, deviations: readonly Deviation[]): KeptBack | undefined {
  for (const { property: of, keeps, reason } of deviations) {
    if (of !== property || keeps === undefined) continue;
    const numbers = keeps.map(signalNumber);
    const sent = ops.find((op) => op.op === 'signal' && op.to.kind === 'init' && numbers.includes(op.signal));
    if (sent?.op === 'signal') return { reason, signature: `${property}/signal-lost:${signalName(sent.signal)}` };
  }
  return undefined;
}
