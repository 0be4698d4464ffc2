/** A violation is told, then written down, then told as kept or not: what the disk does not take, the stream has. */
import { writeCase } from '../cases/case-file.ts';
import type { Repeats } from './confirm.ts';
import type { NotKept } from './event-parts.ts';
import type { CampaignEventBody } from './events.ts';
import { keep, keepAgain, type Keeping, onDisk, type Shelf, type Violation } from './keep.ts';

export interface Scribe extends Shelf {
  emit(event: CampaignEventBody): void;
  elapsed(): number;
}

/** What events say of a violation. */
export const naming = ({ target, property, signature, said }: Violation) => ({ target: target.name, property, signature, said });

/** What events say of a form that could not be written: what is told is then all that there is. */
export function notKept(keeping: Keeping): { notKept?: NotKept } {
  if (keeping.kind === 'kept') return {};
  const { why, stored, earlier } = keeping;
  return { notKept: { why, yaml: writeCase(stored.case), earlier: earlier !== undefined } };
}

/** Path of what is on disk of it, or of where it belongs. */
export const pathOf = (keeping: Keeping): string => (onDisk(keeping) ?? keeping.stored).path;

/** Tells of a violation and writes it down, in this order, before anything else is done with it. */
export async function writeDown(violation: Violation, scribe: Scribe): Promise<Keeping> {
  scribe.emit({ type: 'seen', ms: scribe.elapsed(), ...naming(violation) });
  return keepAndTell(violation, 'found', { shown: 0, runs: 0 }, scribe);
}

/** Tells what became of it on disk, where that is another thing than before. */
export async function keepAndTell(
  violation: Violation,
  kind: 'found' | 'flaky',
  repeats: Repeats,
  scribe: Scribe,
  before?: Keeping,
): Promise<Keeping> {
  const keeping = await keep(violation, kind, repeats, scribe, before);
  if (keeping.kind !== before?.kind) tellKeeping(violation, keeping, scribe);
  return keeping;
}

/** Sees to it once more, when nothing will come after: it may have gone meanwhile, and there may be room by now. */
export async function keepAtLast(violation: Violation, before: Keeping, scribe: Scribe): Promise<Keeping> {
  const keeping = await keepAgain(before);
  if (keeping.kind !== before.kind) tellKeeping(violation, keeping, scribe);
  return keeping;
}

function tellKeeping(violation: Violation, keeping: Keeping, scribe: Scribe): void {
  const about = { ms: scribe.elapsed(), ...naming(violation), case: pathOf(keeping) };
  const { notKept: missing } = notKept(keeping);
  scribe.emit(missing === undefined ? { type: 'found', ...about } : { type: 'not-kept', ...about, ...missing });
}
