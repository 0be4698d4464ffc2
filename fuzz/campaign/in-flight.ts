/** Keeps a number of items under way, so that no executor waits for Node. */

export interface Flow<T> {
  /** The next item; `undefined` ends it. */
  next(): T | undefined;
  /** How many may be under way now: at least 1. Asked again whenever an item has ended. */
  limit(): number;
  run(item: T): Promise<void>;
  /** What is to be waited for before more begins, if anything. */
  pause?(): Promise<void> | undefined;
}

/** Runs items until `next` has none, and those under way have ended. Rejects with the first error; nothing new begins after it. */
export function keepInFlight<T>({ next, limit, run, pause }: Flow<T>): Promise<void> {
  return new Promise((resolve, reject) => {
    let active = 0;
    let ended = false;
    let held = false;
    const fail = (error: unknown): void => {
      ended = true;
      reject(error);
    };
    const finish = (): void => {
      active--;
      fill();
    };
    const paused = (): boolean => {
      const pausing = pause?.();
      if (pausing !== undefined) held = true;
      pausing?.then(() => {
        held = false;
        fill();
      }, fail);
      return held;
    };
    const fill = (): void => {
      while (!ended && !held && active < limit() && !paused()) {
        const item = next();
        if (item === undefined) ended = true;
        else {
          active++;
          run(item).then(finish, fail);
        }
      }
      if (ended && active === 0) resolve();
    };
    fill();
  });
}
