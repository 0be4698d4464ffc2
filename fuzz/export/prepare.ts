/** What every form is made from: the program up to where the init leaves, what must be seen, and the words on top. */
import type { StoredCase } from '../cases/store.ts';
import { compile } from '../compile/compile.ts';
import type { Program } from '../compile/program.ts';
import type { Contract } from '../judge/contract.ts';
import { aboutLines } from './about.ts';
import { beyond, type Limits } from './beyond.ts';
import type { Check } from './check.ts';
import { checksOf } from './checks.ts';
import type { Beyond } from './not-expressible.ts';

export interface Prepared {
  program: Program;
  /** Without the steps behind which nothing can be said any more. */
  shown: Program;
  checks: readonly Check[];
  about: ReturnType<typeof aboutLines>;
}

/** For a form with those limits; or what of the case it does not express. */
export function prepare(
  { id, case: saved }: StoredCase,
  property: string,
  contract: Contract,
  limits: Limits,
): { ok: true; prepared: Prepared } | { ok: false; beyond: Beyond[] } {
  const program = compile(saved.scenario);
  const unsaid = beyond(limits, program);
  if (unsaid.length > 0) return { ok: false, beyond: unsaid };
  const found = checksOf(program, contract, property);
  if (!found.ok) return { ok: false, beyond: [{ what: property, why: found.why }] };
  const shown = { ...program, ops: program.ops.slice(0, found.last + 1) };
  return { ok: true, prepared: { program, shown, checks: found.checks, about: aboutLines(id, saved, property) } };
}
