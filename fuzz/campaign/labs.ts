/** The executors of a campaign, and what of them does not end. */
import { availableParallelism } from 'node:os';
import type { Leftover } from '../execute/leftover.ts';
import type { CampaignOptions } from './campaign.ts';
import { closedLab, type Lab, openLab } from './lab.ts';
import type { TimeLimit } from './time-limit.ts';

/**
 * Executors for replays, a multiple of those of the flow: what is replayed is mostly an init that does not do what is waited for, so that
 * they sleep until a time-out has passed.
 */
const SIDE_FACTOR = 4;

/**
 * A lab for the flow of scenarios, one for replays of known cases and one for those of findings, so that none waits for another. Each is
 * closed when its time is over.
 */
export class Labs {
  readonly #options: CampaignOptions;
  readonly #time: TimeLimit;
  readonly #open: Promise<Lab>[] = [];
  #side: Promise<Lab> | undefined;
  /** What did not end so far. */
  readonly stays: Leftover[] = [];
  readonly #tell: (leftover: Leftover) => void;

  constructor(options: CampaignOptions, time: TimeLimit, tell: (leftover: Leftover) => void) {
    this.#options = options;
    this.#time = time;
    this.#tell = tell;
  }

  readonly #stays = (leftover: Leftover): void => {
    this.stays.push(leftover);
    this.#tell(leftover);
  };

  get #many(): number {
    return (this.#options.jobs ?? availableParallelism()) * SIDE_FACTOR;
  }

  /** For scenarios. */
  flow(): Promise<Lab> {
    return this.#openUntil(this.#time.runs, this.#options.jobs);
  }

  /** For known cases; whoever opens it closes it when they are done. */
  readonly known = (): Promise<Lab> => this.#openUntil(this.#time.runs, this.#many);

  /** For findings; opened when it is first needed. */
  readonly side = (): Promise<Lab> => {
    this.#side ??= this.#openUntil(this.#time.all, this.#many);
    return this.#side;
  };

  #openUntil(over: AbortSignal, jobs: number | undefined): Promise<Lab> {
    const { targets, properties } = this.#options;
    if (over.aborted) return Promise.resolve(closedLab(properties));
    const lab = openLab(targets, { properties, jobs, stays: this.#stays });
    this.#open.push(lab);
    over.addEventListener('abort', () => void closing(lab));
    return lab;
  }

  /** Resolves when all has ended that does. */
  readonly close = async (): Promise<void> => {
    await Promise.all(this.#open.map(closing));
  };
}

/** One that could not be opened has nothing to close. */
const closing = (lab: Promise<Lab>): Promise<unknown> =>
  lab.then(
    (opened) => opened.close(),
    () => {},
  );
