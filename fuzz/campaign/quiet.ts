/** How long the flow of scenarios rests, so that a finding has the machine for itself. */
import { setTimeout } from 'node:timers/promises';

/** ms: a usual finding is replayed and made small in less, an init that hangs takes longer. */
const QUIET_MS = 1000;

export class Quiet {
  readonly #kept = new Set<Promise<void>>();

  /** Resolves when it is over; undefined where there is none. */
  get over(): Promise<void> | undefined {
    return this.#kept.size === 0 ? undefined : Promise.all(this.#kept).then(() => {});
  }

  /** Nothing else is to begin until `done` has settled, or QUIET_MS have passed. */
  keep(done: Promise<void>): void {
    const over = new AbortController();
    const settled = done.then(
      () => over.abort(),
      () => over.abort(),
    );
    const timeOut = setTimeout(QUIET_MS, undefined, { signal: over.signal }).catch(() => {});
    const quiet = Promise.race([settled, timeOut]).then(() => void this.#kept.delete(quiet));
    this.#kept.add(quiet);
  }
}
