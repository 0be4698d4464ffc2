/** Executors for a part of the night. */
import { type Lab, openLab } from '../campaign/lab.ts';
import type { FoundTarget } from '../campaign/find-target.ts';
import { staysError } from '../execute/leftover.ts';

/** Longest time of a timer of Node, ms. */
const LONGEST_TIMER = 2 ** 31 - 1;
/** However little is left: what takes some milliseconds is done. */
const LEAST = 1000;

/**
 * Opens executors for `work`; they are closed when it is over, after `ms`, and by `signal`: runs that are under way then come to `closed`. Rejects
 * as `withLab` does.
 */
export async function inLab(
  targets: readonly FoundTarget[],
  { jobs, ms, signal }: { jobs: number | undefined; ms: number; signal: AbortSignal },
  work: (lab: Lab) => Promise<void>,
): Promise<void> {
  if (signal.aborted) return;
  const lab = await openLab(targets, { jobs });
  const close = (): void => void lab.close();
  const timer = setTimeout(close, Math.min(Math.max(LEAST, ms), LONGEST_TIMER));
  signal.addEventListener('abort', close);
  const [worked] = await Promise.allSettled([work(lab)]);
  clearTimeout(timer);
  signal.removeEventListener('abort', close);
  const cause = worked.status === 'rejected' ? worked.reason : undefined;
  const stays = staysError(await lab.close(), cause);
  if (stays !== undefined) throw stays;
  if (worked.status === 'rejected') throw cause;
}
