/** A case as one file, in one of the forms. */
import type { StoredCase } from '../cases/store.ts';
import type { Contract } from '../judge/contract.ts';
import { InputError } from '../scenario/input-error.ts';
import { exportC } from './c.ts';
import type { Exported } from './exported.ts';
import { type Format, refuse } from './not-expressible.ts';
import { exportSh } from './sh.ts';

export type { Format } from './not-expressible.ts';

type Form = (stored: StoredCase, property: string, contract: Contract) => Promise<Exported>;

const FORMS: Readonly<Record<Format, Form>> = { c: exportC, sh: exportSh };

export const FORMATS = Object.keys(FORMS) as Format[];

/** The text of the file. Throws an InputError that names what the form cannot express, and the form that can. */
export async function exportCase(stored: StoredCase, format: Format, contract: Contract): Promise<string> {
  const { property } = stored.case;
  if (property === undefined)
    throw new InputError('BAD_SHAPE', stored.path, 'a scenario without a property shows no fault: add `property`');
  const exported = await FORMS[format](stored, property, contract);
  if (exported.ok) return exported.text;
  let other: Format | undefined;
  for (const [name, form] of Object.entries(FORMS))
    if (name !== format && (await form(stored, property, contract)).ok) other = name as Format;
  throw refuse(stored.path, format, exported.beyond, other);
}
