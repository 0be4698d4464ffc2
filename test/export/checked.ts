/** The checks of a case's text, without what has to be so for a judgement at all. */
import type { Check } from '../../fuzz/export/check.ts';
import { checksOf } from '../../fuzz/export/checks.ts';
import { PLAIN } from '../../fuzz/judge/plain-contract.ts';
import { program } from './samples.ts';

export function faults(property: string, text: string, contract = PLAIN): Check[] {
  const found = checksOf(program(text), contract, property);
  if (!found.ok) throw new Error(found.why);
  return found.checks.filter(({ fault }) => fault);
}
