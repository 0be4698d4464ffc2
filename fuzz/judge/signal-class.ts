/** Signals as signatures name them: what tells causes apart. */
import type { Launch } from '../scenario/scenario.ts';
import { isRealTime, signalName } from '../scenario/signals.ts';

/** The two that a C library may keep for itself (nptl(7), SIG32 and SIG33). */
const LAST_OF_LIBC = 33;

/** All real-time signals are one cause, and those of the C library another one. */
export function signalClass(signal: number): string {
  if (!isRealTime(signal)) return signalName(signal);
  return signal > LAST_OF_LIBC ? 'real-time' : 'libc';
}

/** The same of one that the init has missed: what it was started with goes before the number, since it may never have looked at it. */
export function missedClass(signal: number, { blocked, ignored }: Launch): string {
  const name = signalName(signal);
  if (blocked?.includes(name)) return 'blocked-at-exec';
  return ignored?.includes(name) ? 'ignored-at-exec' : signalClass(signal);
}
