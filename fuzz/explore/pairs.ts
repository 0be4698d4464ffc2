/** Cells with two placements in one window: something happens at one call, and something else at a later one. */
import type { Scenario } from '../scenario/scenario.ts';
import { problems } from '../scenario/validate.ts';
import { copy } from '../shrink/edit.ts';
import { repair } from '../shrink/repair.ts';
import type { Base } from './bases.ts';
import type { Cell } from './cells.ts';
import { type Happening, pairedFor } from './happenings.ts';
import type { Place } from '../guide/places.ts';
import { laterThan, stepAt } from './places.ts';

/** All of them. `places` in the order in which the init came by them. */
export function pairsOf(base: Base, places: readonly Place[]): Cell[] {
  const happenings = pairedFor(base.scenario);
  return places.flatMap((first, index) =>
    laterThan(first, places.slice(index + 1)).flatMap((second) =>
      happenings.flatMap((one) => happenings.flatMap((other) => cellOf(base, first, one, second, other) ?? [])),
    ),
  );
}

function cellOf(base: Base, first: Place, one: Happening, second: Place, other: Happening): Cell | undefined {
  const scenario: Scenario = copy(base.scenario);
  const steps = [stepAt(first, one), stepAt(second, other)];
  scenario.steps.splice(first.after + 1, 0, ...steps);
  if (problems({ ...scenario, steps: scenario.steps.slice(0, first.after + 3) }).some(({ path }) => path[1] === first.after + 2))
    return undefined;
  if (!repair(scenario) || scenario.steps.filter((step) => 'at' in step).length !== 2) return undefined;
  const name = `${one.name}, then ${other.name} at ${second.call} ${second.nth} ${second.when}`;
  return { base, place: first, happening: { name, steps: one.steps }, scenario };
}
