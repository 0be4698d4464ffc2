/** What the targets of a campaign are, where nobody has said it: told, and taken into account, before anything else. */
import { HarnessError } from '../execute/harness-error.ts';
import { type Kind, startsNothing } from '../kind/kind.ts';
import { sayKind, whatToDo } from '../kind/said.ts';
import { contractOf } from '../kind/take.ts';
import type { CampaignEventBody } from './events.ts';
import type { FoundTarget } from './find-target.ts';
import type { Lab } from './lab.ts';
import type { TimeLimit } from './time-limit.ts';

/** `idle`: targets that never start the command that they are given. The others have the contract of their kind. */
export interface Sorted {
  targets: FoundTarget[];
  idle: FoundTarget[];
}

/**
 * Has those that have declared nothing run once or twice, all at once, and tells what they are: in a part of the time. Rejects where no run
 * can succeed (lab.ts).
 */
export async function sortByKind(
  lab: Pick<Lab, 'kindOf'>,
  targets: readonly FoundTarget[],
  time: TimeLimit,
  emit: (event: CampaignEventBody) => void,
): Promise<Sorted> {
  const kinds = new Map<FoundTarget, Kind>();
  let over = false;
  const ask = async (target: FoundTarget): Promise<void> => {
    const kind = target.kind === 'init' ? LEARNT : await kindIfAny(lab, target);
    if (kind === undefined || over) return;
    kinds.set(target, kind);
    emit({ type: 'kind', ms: time.elapsed(), ...kindInfo(target.name, kind) });
  };
  const all = Promise.all(targets.map(ask)).then(() => {});
  await time.orAfter(time.forKinds, all);
  over = true;
  const sorted: Sorted = { targets: [], idle: [] };
  for (const target of targets) {
    const kind = kinds.get(target);
    if (kind !== undefined && startsNothing(kind)) sorted.idle.push(target);
    else sorted.targets.push(kind === undefined ? target : ofKind(target, kind));
  }
  return sorted;
}

/** Of one whose contract was learnt: only an init has one to learn (learn-target.ts). */
const LEARNT: Kind = { kind: 'init' };

/** The target, judged as one of its kind. */
export const ofKind = (target: FoundTarget, kind: Kind): FoundTarget => ({
  ...target,
  contract: contractOf(target.contract, kind),
  kind: kind.kind,
});

/** What events tell of a kind. */
export function kindInfo(target: string, kind: Kind): { target: string; kind: Kind['kind']; said: string; fix?: string[] } {
  const fix = whatToDo(kind);
  return { target, kind: kind.kind, said: sayKind(target, kind), ...(fix.length === 0 ? {} : { fix }) };
}

/** Undefined where the run failed in a way that the next one may not: then its scenarios tell. */
export async function kindIfAny(lab: Pick<Lab, 'kindOf'>, target: FoundTarget): Promise<Kind | undefined> {
  try {
    return await lab.kindOf(target);
  } catch (error) {
    if (error instanceof HarnessError && GOES_ON.has(error.code)) return undefined;
    throw error;
  }
}

/** As `examination.ts` has it: the run failed, and not the machine; or the campaign was ended. */
const GOES_ON: ReadonlySet<HarnessError['code']> = new Set(['died', 'silent', 'program', 'unexplained', 'closed']);
