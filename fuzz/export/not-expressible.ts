/** What a form cannot say: an error that names the step or attribute, and the form that can. */
import { InputError } from '../scenario/input-error.ts';

export type Format = 'c' | 'sh';

/** One thing of a case that is beyond a form. `what`: `step 3 (at)`, `launch.terminal`, `actor main: setuid`. */
export interface Beyond {
  what: string;
  why: string;
}

/** Thrown where a case is beyond a form; `other`: the form that can say it, if any. */
export function refuse(file: string, format: Format, beyond: readonly Beyond[], other: Format | undefined): InputError {
  const lines = beyond.map(({ what, why }) => `\n  ${what}: ${why}`);
  const hint = other === undefined ? 'no form can: `initproof replay` runs it' : `--format ${other} can`;
  return new InputError('BAD_SHAPE', file, `this case cannot be exported as ${format}; ${hint}${lines.join('')}`);
}
