/** A queue between what pushes values at any time and what iterates over them. */
export class Queue<T> implements AsyncIterable<T> {
  #values: T[] = [];
  #ended = false;
  #error: unknown;
  #wake: (() => void) | undefined;

  readonly push = (value: T): void => {
    this.#values.push(value);
    this.#wake?.();
  };

  /** No more values come; the iterator ends after those that are there, by throwing `error` where there is one. */
  end(error?: unknown): void {
    this.#ended = true;
    this.#error = error;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (;;) {
      yield* this.#values.splice(0);
      if (this.#values.length > 0) continue;
      if (this.#ended) break;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#error !== undefined) throw this.#error;
  }
}

/**
 * What `work` pushes, until it ends; throws as it rejects. Leaving the iteration, or `signal`, aborts the signal that it gets, and is over when
 * it is.
 */
export async function* pushedBy<T>(
  signal: AbortSignal | undefined,
  work: (push: (value: T) => void, signal: AbortSignal) => Promise<void>,
): AsyncGenerator<T, void, undefined> {
  const queue = new Queue<T>();
  const left = new AbortController();
  const working = work(queue.push, signal === undefined ? left.signal : AbortSignal.any([signal, left.signal])).then(
    () => queue.end(),
    (error: unknown) => queue.end(error),
  );
  try {
    yield* queue;
  } finally {
    left.abort();
    await working;
  }
}
