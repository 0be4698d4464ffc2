/** Findings that differ by the signal alone: one line names the others, so that a screen shows as many faults as it can. */
import type { CampaignEvent } from '../campaign/events.ts';
import { isSignalName } from '../scenario/signals.ts';
import { needsIn } from './harm.ts';

type Failure = Extract<CampaignEvent, { type: 'failure' }>;

export interface Alike {
  worst: Failure;
  /** In the order of the list; none of what needs an unusual launch or event. */
  others: Failure[];
}

/** `failures`, the worst first; each is in one group. The groups are in the order of their worst ones. */
export function alike(failures: readonly Failure[]): Alike[] {
  const groups = new Map<string, Alike>();
  for (const failure of failures) {
    const key = keyOf(failure);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { worst: failure, others: [] });
    else group.others.push(failure);
  }
  return [...groups.values()];
}

/** What is not plain, or not about a signal, is a group by itself. */
function keyOf(failure: Failure): string {
  const { target, signature, id } = failure;
  const signal = signalIn(failure);
  return signal === undefined || needsIn(failure).length > 0 ? `${target} ${signature} ${id}` : `${target} ${signature.split(':')[0]}:`;
}

/** The signal that a signature ends in: `SIGTERM` of `forwards/signal-lost:SIGTERM`. */
export function signalIn({ signature }: Pick<Failure, 'signature'>): string | undefined {
  const detail = signature.split(':')[1];
  return detail === 'real-time' || (detail !== undefined && isSignalName(detail)) ? detail : undefined;
}
