/** From how the main child ends to how the init does. */
import type { WaitStatus } from '../../trace/trace.ts';
import type { Contract } from '../contract.ts';
import type { End } from './world.ts';

/** Of a wait status as the model has it. */
export const endOf = (status: WaitStatus): End => (status.how === 'exited' ? status.code : -status.signal);

/** The exit code that the contract maps an end to: the code, or 128 plus the signal, unless it says another. */
export function exitCodeOf(how: End, { exitCodes }: Contract): number {
  const code = how >= 0 ? how : 128 - how;
  const rule = exitCodes[code] ?? (how < 0 ? exitCodes.death : undefined) ?? (how === 0 ? undefined : exitCodes.failure) ?? code;
  return rule === '256 - n' ? 256 - Math.abs(how) : rule;
}
