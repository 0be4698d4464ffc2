/** How a campaign keeps its time: until when something begins, and when what still runs is cut off. Times in ms since it began. */
import { setTimeout } from 'node:timers/promises';

/** Part of the time for replays of known cases: four fifths are for what is not known yet. */
export const KNOWN_SHARE = 0.2;
/**
 * Part of the time in which targets are asked what they are: most tell in some ms, a supervisor or an interpreter in a second or two. One that
 * does not is judged as an init until it has told.
 */
const KIND_SHARE = 0.4;
/** For scenarios and replays that are under way when the time is over: a usual run takes some ms, one that hangs has no end to wait for. */
export const DRAIN_MS = 500;
/**
 * For what was found last, to be confirmed and made smaller, after the time is over: a usual finding takes a second. The end of the
 * executors and the summary have the rest of 5 s, since a machine may be busy.
 */
export const GRACE_MS = 1500;
/** Longest time of a timer of Node, ms: 24 days. */
const LONGEST_TIMER = 2 ** 31 - 1;

export class TimeLimit {
  readonly #began = performance.now();
  readonly #ms: number;
  /** Ends the runs of the flow and of known cases: aborted a moment after the time is over, and by who ends the campaign. */
  readonly runs: AbortSignal;
  /** Ends all that is done about findings: aborted at last, and by who ends the campaign. */
  readonly all: AbortSignal;

  /** `ms`: of the campaign, from now on; endless without. `interrupt`: ends it early. */
  constructor(ms: number | undefined, interrupt: AbortSignal) {
    this.#ms = ms ?? Number.POSITIVE_INFINITY;
    this.runs = abortedAt(this.#ms + DRAIN_MS, interrupt);
    this.all = abortedAt(this.#ms + GRACE_MS, interrupt);
  }

  readonly elapsed = (): number => Math.round(performance.now() - this.#began);

  /** What is left of the time; below 0 when it is over. */
  get left(): number {
    return this.#ms - this.elapsed();
  }

  /** Resolves with `work`, or when so much time has passed. */
  async orAfter(ms: number, work: Promise<void>): Promise<void> {
    if (ms > LONGEST_TIMER) return work;
    const over = new AbortController();
    try {
      await Promise.race([work, setTimeout(Math.max(0, ms), undefined, { signal: over.signal }).catch(() => {})]);
    } finally {
      over.abort();
    }
  }

  /** For what targets are, from when they can be asked. */
  get forKinds(): number {
    return Math.min(this.left, this.#ms * KIND_SHARE);
  }

  /** For replays of known cases, from when they can begin. */
  get forKnown(): number {
    return Math.min(this.left, this.#ms * KNOWN_SHARE);
  }
}

/** Made by hand: what AbortSignal.timeout and AbortSignal.any make may be collected as garbage before it fires (seen with Node 20.20). */
function abortedAt(ms: number, interrupt: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  interrupt.addEventListener('abort', abort);
  if (interrupt.aborted) abort();
  if (ms <= LONGEST_TIMER) globalThis.setTimeout(abort, ms).unref();
  return controller.signal;
}
