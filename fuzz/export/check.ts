/** One thing that an exported file must see, and what makes those of a property. */
import type { Program } from '../compile/program.ts';
import type { Contract } from '../judge/contract.ts';
import type { Checkpoint } from '../judge/model/checkpoint.ts';

/**
 * `at`: after which op, -1 for the start. `fault`: whether it is the fault of the case where it is not so; else the case cannot be tried.
 */
export type Check = { at: number; must: string; fault: boolean } & (
  | { kind: 'STARTED' | 'RUNS' | 'LEFT' | 'NOTHING' | 'WORKS_IN' }
  | { kind: 'CODE'; codes: number[] }
  | { kind: 'NOTED'; slot: number; signal: number; min: number; max: number }
  | { kind: 'GONE' | 'DEAD' | 'ALIVE'; slot: number }
  | { kind: 'BLOCKED' | 'IGNORED'; signals: number[] }
  | { kind: 'CLOSED'; descriptor: number }
);

/** Of a property, without those that another one judges. */
export type Watch = (points: readonly Checkpoint[], program: Program, contract: Contract) => Check[];

/** Where the init has to leave. */
export const leaves = (points: readonly Checkpoint[]): Checkpoint | undefined => points.find(({ init }) => init === 'leaves');

/**
 * Exit code of an exported file where the init does not come to rest: the fault, where that is what it must do; else it could not be tried.
 */
export const busyIs = (checks: readonly Check[]): '1' | '2' => (checks.some(({ kind }) => kind === 'NOTHING') ? '1' : '2');

export const nameOf = ({ processes }: Program, slot: number): string => {
  const { actor = '', copy = 0 } = processes[slot] ?? {};
  return processes.some((other) => other.actor === actor && other.copy > 0) ? `${actor} ${copy + 1}` : actor;
};
