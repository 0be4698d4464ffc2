/**
 * The engine of the shrinker, pure and lazy: what may be tried instead of the best scenario so far.
 *
 * After a success the pass goes on where it was; at the end of the passes it begins anew and ends with the pass of the last success.
 * So when all candidates have been refused, each pass has been tried in full upon the result, and nothing that a pass leaves out
 * can be left out of it.
 */
import type { Scenario } from '../scenario/scenario.ts';
import { PASSES } from './passes.ts';
import { repair } from './repair.ts';
import { isSmaller, size } from './size.ts';

/** Where the shrinker is: a pass, and the position in it. `undefined` is the beginning. */
export interface Cursor {
  readonly pass: number;
  readonly at: number;
}

export interface Candidate {
  scenario: Scenario;
  /** To be given with `scenario`, should that fail as well. */
  next: Cursor;
  /** Name of the pass, for counts. */
  pass: string;
}

/** Candidates for `best`, a scenario without problems, the most daring first: each without problems and strictly smaller (`size`). */
export function* candidates(best: Scenario, cursor?: Cursor): Generator<Candidate, void, undefined> {
  const first = cursor ?? { pass: 0, at: 0 };
  const least = size(best);
  for (let pass = first.pass; pass < PASSES.length; pass++) {
    yield* ofPass(best, least, pass, pass === first.pass ? first.at : 0);
  }
  if (cursor === undefined) return;
  for (let pass = 0; pass <= first.pass; pass++) yield* ofPass(best, least, pass, 0);
}

function* ofPass(best: Scenario, least: ReturnType<typeof size>, index: number, from: number): Generator<Candidate, void, undefined> {
  const pass = PASSES[index];
  if (pass === undefined) return;
  for (const { scenario, at } of pass.attempts(best, from)) {
    if (!repair(scenario) || !isSmaller(size(scenario), least)) continue;
    yield { scenario, next: { pass: index, at }, pass: pass.name };
  }
}
