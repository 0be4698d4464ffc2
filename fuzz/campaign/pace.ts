/** How many scenarios an executor gets at once: a few at first, many when they are short, one when they are long. */

/** What the pool hands to an executor at most: it then never waits for Node (`execute/pool.ts`). */
export const MOST_IN_FLIGHT = 64;
/** So that an executor has something to do when it has answered. */
const FEW_IN_FLIGHT = 2;
/** What is under way when the time is over is waited for: about so long, ms. */
const DRAIN_MS = 250;

export class Pace {
  /** Mean of the last dozens of runs, ms; the first ones are thought to be slow. */
  #meanMs = DRAIN_MS / 4;

  ran(us: number): void {
    this.#meanMs += (us / 1000 - this.#meanMs) / 32;
  }

  /** Under way in all, for so many executors; `busy`: how many of these have a CPU, where the others wait. */
  inFlight(executors: number, busy: number): number {
    return Math.max(this.#least * executors, this.perExecutor * busy);
  }

  /** Behind one that takes longer than is waited for, another would only be cut off with it; to wait for Node is nothing beside that. */
  get #least(): number {
    return this.#meanMs > DRAIN_MS ? 1 : FEW_IN_FLIGHT;
  }

  get perExecutor(): number {
    return Math.max(this.#least, Math.min(MOST_IN_FLIGHT, Math.floor(DRAIN_MS / this.#meanMs)));
  }
}
