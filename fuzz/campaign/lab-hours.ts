/** Executors for a part of the time. */
import type { FoundTarget } from './find-target.ts';
import { type Lab, type LabOptions, withLab } from './lab.ts';

/** Longest time of a timer of Node, ms. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** `ms` after which the lab is closed, as it is by `signal`. */
export interface Hours {
  ms: number;
  signal?: AbortSignal;
}

/**
 * `withLab` with a lab that is closed after `ms`, and by `signal`: runs that are under way then come to `closed`. A signal that is
 * aborted already closes it at once.
 */
export function withLabFor<T>(
  targets: readonly FoundTarget[],
  { ms, signal, ...options }: Hours & LabOptions,
  work: (lab: Lab) => Promise<T>,
): Promise<T> {
  return withLab(targets, options, async (lab) => {
    const close = (): void => void lab.close();
    const timer = setTimeout(close, Math.min(ms, LONGEST_TIMER));
    signal?.addEventListener('abort', close);
    if (signal?.aborted === true) close();
    try {
      return await work(lab);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', close);
    }
  });
}
