/** Keeps a number of items under way, so that no executor waits for Node. */

export interface Flow<T> {
  /** The next item; `undefined` ends it. */
  next(): T | undefined;
  /** How many may be under way now: at least 1. Asked again whenever an item has ended. */
  limit(): number;
  run(item: T): Promise<void>;
}

/** Runs items until `next` has none, and those under way have ended. Rejects with the first error; nothing new begins after it. */
export function keepInFlight<T>({ next, limit, run }: Flow<T>): Promise<void> {
  return new Promise((resolve, reject) => {
    let active = 0;
    let ended = false;
    const fail = (error: unknown): void => {
      ended = true;
      reject(error);
    };
    const finish = (): void => {
      active--;
      fill();
    };
    const fill = (): void => {
      while (!ended && active < limit()) {
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
