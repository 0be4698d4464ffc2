/** So many at once: whoever has a turn uses a CPU. Who only waits gives it back before its end. */
export class Turns {
  #free: number;
  readonly #queue: (() => void)[] = [];

  constructor(turns: number) {
    this.#free = turns;
  }

  /** Runs `work` in a turn; `idle`, which it is given, ends the turn before the work ends. */
  async take<T>(work: (idle: () => void) => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#queue.push(resolve));
    let over = false;
    const leave = (): void => {
      if (over) return;
      over = true;
      const next = this.#queue.shift();
      if (next === undefined) this.#free++;
      else next();
    };
    try {
      return await work(leave);
    } finally {
      leave();
    }
  }
}
