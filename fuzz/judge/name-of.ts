import type { Program } from '../compile/program.ts';
import { INIT, STRANGER } from '../trace/trace.ts';

/** How a report names a process. */
export function nameOf({ program }: { program: Program }, slot: number): string {
  if (slot === INIT) return 'the init';
  if (slot === STRANGER) return 'nobody known';
  const process = program.processes[slot];
  if (process === undefined) return 'a process';
  return process.intermediate
    ? `the process between ${process.actor} and its parent`
    : process.copy > 0
      ? `${process.actor} (copy ${process.copy + 1})`
      : process.actor;
}
