/** What happens in a scenario, one thing after the other: the steps with what is raced and merged as one unit. */
import type { Launch, Scenario, Step } from '../scenario/scenario.ts';
import { membersOf } from '../scenario/steps.ts';

/** Steps that happen at once as far as the init can tell: of `together`, while it is held, or while it is frozen. Most units have one. */
export interface Unit {
  acts: Step[];
  /** Acts that the init finds together: what is merged in one form is merged in the other. */
  merged: boolean;
}

/**
 * The units in order. Freezing is an act of its own only where nothing merges in it: two acts between `freeze` and `thaw` are merged, as
 * those of `together` are. Being held at a call is an act only where nothing happens there, or the call fails.
 */
export function unitsOf({ launch, steps }: Scenario): Unit[] {
  const units: Unit[] = early(launch);
  let frozen: Step[] | undefined;
  const flush = (): void => {
    if (frozen === undefined) return;
    if (frozen.length < 2) units.push(single({ freeze: 'init' }));
    if (frozen.length > 0) units.push({ acts: frozen, merged: frozen.length > 1 });
    frozen = undefined;
  };
  for (const step of steps) {
    if ('freeze' in step || 'thaw' in step) flush();
    if ('freeze' in step) frozen = [];
    else if ('thaw' in step) continue;
    else if (frozen !== undefined) frozen.push(...actsOf(step));
    else units.push({ acts: actsOf(step), merged: 'together' in step });
  }
  flush();
  return units;
}

/** What is pending at the exec of the init, or comes while it starts, is sent to it. */
function early({ pending = [], early: timed = [] }: Launch): Unit[] {
  const signals = [...pending, ...timed.map(({ signal }) => signal)];
  const acts = signals.map((signal): Step => ({ signal: { signal, to: 'init' } }));
  return acts.length === 0 ? [] : [{ acts, merged: acts.length > 1 }];
}

const single = (step: Step): Unit => ({ acts: [step], merged: false });

function actsOf(step: Step): Step[] {
  const members = membersOf(step);
  if (members === undefined) return [step];
  if (!('at' in step) || (members.length > 0 && step.at.fails === undefined)) return [...members];
  return [step, ...members];
}
