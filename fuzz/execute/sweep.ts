/** What executors leave that have a name: control groups (native/src/cgroup.c). A guard removes its own; one that was killed cannot. */
import { native } from './locate.ts';
import { start } from './start.ts';

/**
 * Resolves when the control groups of guards that are gone are gone as well. Never rejects: without a free descriptor nothing is swept, and
 * the next executor does it.
 */
export function sweep(): Promise<void> {
  return new Promise((resolve) => {
    try {
      start([native('executor'), 'sweep'], () => resolve());
    } catch {
      resolve();
    }
  });
}
