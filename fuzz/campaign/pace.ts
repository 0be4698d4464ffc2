/** How many scenarios an executor gets at once: a few at first, many when they are short. */

/** What the pool hands to an executor at most: it then never waits for Node (`execute/pool.ts`). */
export const MOST_IN_FLIGHT = 64;
/** What is under way when the time is over is waited for: about so long, ms. */
const DRAIN_MS = 250;

export class Pace {
  /** Mean of the last dozens of runs, ms; the first ones are thought to be slow. */
  #meanMs = DRAIN_MS / 4;

  ran(us: number): void {
    this.#meanMs += (us / 1000 - this.#meanMs) / 32;
  }

  get perExecutor(): number {
    return Math.max(2, Math.min(MOST_IN_FLIGHT, Math.floor(DRAIN_MS / this.#meanMs)));
  }
}
