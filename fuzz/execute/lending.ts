/**
 * How many executors keep a CPU busy. A run whose init sleeps until a time-out of its own gives its CPU away (native/src/turn.c), and then
 * another executor on that CPU has something to do.
 */
import type { Trace } from '../trace/trace.ts';

/** Runs that count: about so many of the last ones. One in fourteen that waits is among them for sure. */
const WINDOW = 64;
/** Executors on a CPU at most: each takes memory, and their turns cost more than is won where they all work. */
const MOST = 8;
/** So much of an executor is not worth having. */
const TOO_LITTLE = 0.25;
/** Programs that one is sent before it has answered, where runs lend: what stands behind a run that waits for seconds waits with it. */
const FEW_IN_FLIGHT = 2;

export class Lending {
  readonly #mostInFlight: number;
  /** Decaying sums over the last runs, µs. */
  #us = 0;
  #lentUs = 0;

  /** `mostInFlight`: programs that an executor is sent where runs do not lend. */
  constructor(mostInFlight: number) {
    this.#mostInFlight = mostInFlight;
  }

  ran({ us, lentUs }: Pick<Trace, 'us' | 'lentUs'>): void {
    this.#us += us - this.#us / WINDOW;
    this.#lentUs += lentUs - this.#lentUs / WINDOW;
  }

  /** Executors for each CPU, so that one of them has something to do: as a run takes longer than it takes the CPU. */
  get executors(): number {
    const busyUs = Math.max(1, this.#us - this.#lentUs);
    return Math.max(1, Math.min(MOST, Math.ceil(this.#us / busyUs - TOO_LITTLE)));
  }

  get inFlight(): number {
    return this.executors === 1 ? this.#mostInFlight : FEW_IN_FLIGHT;
  }
}
