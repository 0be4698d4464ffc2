/** Keeps a number of items under way, so that no executor waits for Node. */

export interface Flow<T> {
  /** The next item; `undefined` ends it. */
  next(): T | undefined;
  /** How many may be under way now. */
  limit(): number;
  run(item: T): Promise<void>;
}

/** A flow that can be held: nothing new begins then. */
export interface Running {
  done: Promise<void>;
  /** To be called when `limit` may have grown without an item having ended. */
  resume(): void;
}

/** Runs items until `next` has none, and those under way have ended. Rejects with the first error; nothing new begins after it. */
export function keepInFlight<T>({ next, limit, run }: Flow<T>): Running {
  let active = 0;
  let ended = false;
  let settle: { resolve(): void; reject(error: unknown): void };
  const done = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  const fail = (error: unknown): void => {
    ended = true;
    settle.reject(error);
  };
  const finish = (): void => {
    active--;
    resume();
  };
  const resume = (): void => {
    while (!ended && active < limit()) {
      const item = next();
      if (item === undefined) {
        ended = true;
        break;
      }
      active++;
      run(item).then(finish, fail);
    }
    if (ended && active === 0) settle.resolve();
  };
  resume();
  return { done, resume };
}
