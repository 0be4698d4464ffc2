/** A case as one file, in one of the forms. */
import type { StoredCase } from '../cases/store.ts';
import { InputError } from '../scenario/input-error.ts';
import type { Limits } from './beyond.ts';
import type { Exported } from './beyond-target.ts';
import { BEYOND_C } from './beyond-c.ts';
import { BEYOND_SH } from './beyond-sh.ts';
import { writeC } from './c.ts';
import { type Format, refuse } from './not-expressible.ts';
import { type Prepared, prepare } from './prepare.ts';
import { writeSh } from './sh.ts';

export type { Format } from './not-expressible.ts';

interface Form {
  limits: Limits;
  write(prepared: Prepared): Promise<string>;
}

const FORMS: Readonly<Record<Format, Form>> = { c: { limits: BEYOND_C, write: writeC }, sh: { limits: BEYOND_SH, write: writeSh } };

export const FORMATS = Object.keys(FORMS) as Format[];

/** The text of the file, by what the target promises. Throws an InputError that names what the form cannot express, and the form that can. */
export async function exportCase(stored: StoredCase, format: Format, target: Exported): Promise<string> {
  const { property } = stored.case;
  if (property === undefined)
    throw new InputError('BAD_SHAPE', stored.path, 'a scenario without a property shows no fault: add `property`');
  const made = prepare(stored, property, target, FORMS[format].limits);
  if (made.ok) return FORMS[format].write(made.prepared);
  const other = FORMATS.find((one) => one !== format && prepare(stored, property, target, FORMS[one].limits).ok);
  throw refuse(stored.path, format, made.beyond, other);
}
