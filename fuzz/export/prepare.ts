/** What every form is made from: the program up to where the init leaves, what must be seen, and the words on top. */
import type { StoredCase } from '../cases/store.ts';
import { compile } from '../compile/compile.ts';
import type { Program } from '../compile/program.ts';
import { aboutLines } from './about.ts';
import { beyond, type Limits } from './beyond.ts';
import { beyondTarget, type Exported, patienceOf, withVariables } from './beyond-target.ts';
import type { Check } from './check.ts';
import { checksOf } from './checks.ts';
import type { Beyond } from './not-expressible.ts';

export interface Prepared {
  program: Program;
  /** Without the steps behind which nothing can be said any more. */
  shown: Program;
  checks: readonly Check[];
  about: ReturnType<typeof aboutLines>;
  /** For how long what is due is waited for, s. */
  patience: number;
}

/** For a form with those limits; or what of the case it does not express. */
export function prepare(
  { id, case: found }: StoredCase,
  property: string,
  target: Exported,
  limits: Limits,
): { ok: true; prepared: Prepared } | { ok: false; beyond: Beyond[] } {
  const saved = { ...found, scenario: withVariables(found.scenario, target) };
  const program = compile(saved.scenario);
  const unsaid = [...beyondTarget(target, found.scenario), ...beyond(limits, program)];
  if (unsaid.length > 0) return { ok: false, beyond: unsaid };
  const seen = checksOf(program, target.contract, property);
  if (!seen.ok) return { ok: false, beyond: [{ what: property, why: seen.why }] };
  const shown = { ...program, ops: program.ops.slice(0, seen.last + 1) };
  const about = aboutLines(id, saved, property);
  return { ok: true, prepared: { program, shown, checks: seen.checks, about, patience: patienceOf(target) } };
}
