/** Parts of the language that are not run yet are refused, not ignored. */
import { InputError } from '../scenario/input-error.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { unsupported } from '../scenario/unsupported.ts';

/** Throws an InputError where the scenario has such. `file` is its name in the message. */
export function checkSupported(file: string, scenario: Scenario): void {
  const parts = unsupported(scenario);
  if (parts.length > 0) throw new InputError('BAD_SHAPE', file, `cannot be run by this version: ${parts.join(', ')}`);
}
