/** What has become of each process at a settled op, against what the model expects. */
import type { Difference, Make, Targets } from './difference.ts';
import { BE_WAITED_FOR, beAs } from './due.ts';
import { processNow } from './happened.ts';
import { ADOPTED, ANY_LIFE, BY_INIT, LIFE, STOPPED } from './life.ts';
import type { Checkpoint } from './model/checkpoint.ts';
import type { Observed } from './observe.ts';

/** Every difference of a state. */
export function compareLives(point: Checkpoint, seen: Observed, targets: Targets, at: Make): Difference[] {
  const found: Difference[] = [];
  point.states.forEach((expected, slot) => {
    const got = seen.states[slot] ?? 0;
    const kind = (expected & got & ANY_LIFE) === 0 ? lifeKind(expected, got, targets(slot)) : stopKind(expected, got, targets(slot));
    if (kind !== undefined)
      found.push(at(kind, { slot, expected: kind === 'zombie-left' ? BE_WAITED_FOR : beAs(expected), got: processNow(seen, slot) }));
  });
  return found;
}

const DEAD = LIFE.zombie | LIFE.gone;

/**
 * `targeted`: the init may signal the process at all, by contract. A zombie is the init's where the trace shows so, and where the model
 * says so: an init that adopts nobody leaves them to others.
 */
function lifeKind(expected: number, got: number, targeted: boolean): Difference['kind'] {
  if ((expected & ANY_LIFE) === LIFE.gone && got & LIFE.zombie && (expected | got) & ADOPTED) return 'zombie-left';
  if (expected & DEAD && got & LIFE.live && expected & BY_INIT) return 'signal-lost';
  if ((expected & ANY_LIFE) === LIFE.live && got & DEAD) return targeted ? 'signal-invented' : 'harmed';
  return 'other-life';
}

function stopKind(expected: number, got: number, targeted: boolean): Difference['kind'] | undefined {
  if (!(got & LIFE.live) || !((expected ^ got) & STOPPED)) return undefined;
  if (expected & BY_INIT) return 'signal-lost';
  return targeted ? 'signal-invented' : 'harmed';
}
