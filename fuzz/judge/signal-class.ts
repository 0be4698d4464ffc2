/** Signals as signatures name them: what tells causes apart. */
import type { Launch } from '../scenario/scenario.ts';
import { isRealTime, signalName } from '../scenario/signals.ts';

/** All real-time signals are one cause, but the two that a C library may keep for itself (nptl(7)). */
export const signalClass = (signal: number): string => (isRealTime(signal) && signal > 33 ? 'real-time' : signalName(signal));

/** The same of one that the init has missed: what it was started with goes before the number, since it may never have looked at it. */
export function missedClass(signal: number, { blocked, ignored }: Launch): string {
  const name = signalName(signal);
  if (blocked?.includes(name)) return 'blocked-at-exec';
  return ignored?.includes(name) ? 'ignored-at-exec' : signalClass(signal);
}
