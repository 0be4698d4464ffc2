/** By which contract a program of a kind is judged. */
import type { Contract } from '../judge/contract.ts';
import { ANY_FAILURE } from '../judge/plain-contract.ts';
import type { Kind } from './kind.ts';

/** Who becomes the command has codes of its own for a failure of its own: 125 of env(1) and nice(1), where stderr is closed as well. */
const OWN_FAILURES: Contract['execFails'] = {
  missing: ANY_FAILURE,
  'not-executable': ANY_FAILURE,
  directory: ANY_FAILURE,
  'script-without-interpreter': ANY_FAILURE,
  'no-process-left': ANY_FAILURE,
};

/** The contract, with what its kind says of an init that has declared nothing. */
export function contractOf(contract: Contract, { kind }: Kind): Contract {
  if (kind === 'command') return { ...contract, becomes: 'command', execFails: OWN_FAILURES };
  return kind === 'supervisor' ? { ...contract, starts: 'again' } : contract;
}
