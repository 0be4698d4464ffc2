/** The executors of a campaign, and what of them does not end. */
import { availableParallelism } from 'node:os';
import type { Leftover } from '../execute/leftover.ts';
import type { CampaignOptions } from './campaign.ts';
import { type Lab, openLab } from './lab.ts';

/**
 * Executors for replays, a multiple of those of the flow: what is replayed is mostly an init that does not do what is waited for, so that
 * they sleep until a time-out has passed.
 */
const SIDE_FACTOR = 4;

/** A lab for the flow of scenarios and one for replays beside it, so that neither waits for the other. An abort closes both. */
export class Labs {
  readonly #options: CampaignOptions & { signal: AbortSignal };
  readonly #open: Promise<Lab>[] = [];
  #side: Promise<Lab> | undefined;
  /** What did not end so far. */
  readonly stays: Leftover[] = [];
  readonly #tell: (leftover: Leftover) => void;

  constructor(options: CampaignOptions & { signal: AbortSignal }, tell: (leftover: Leftover) => void) {
    this.#options = options;
    this.#tell = tell;
    options.signal.addEventListener('abort', () => void this.close());
  }

  readonly #stays = (leftover: Leftover): void => {
    this.stays.push(leftover);
    this.#tell(leftover);
  };

  flow(): Promise<Lab> {
    return this.#openWith(this.#options.jobs);
  }

  readonly side = (): Promise<Lab> => {
    this.#side ??= this.#openWith((this.#options.jobs ?? availableParallelism()) * SIDE_FACTOR);
    return this.#side;
  };

  #openWith(jobs: number | undefined): Promise<Lab> {
    const lab = openLab(this.#options.targets, { ...this.#options, jobs, stays: this.#stays });
    this.#open.push(lab);
    return lab;
  }

  /** Resolves when all has ended that does. */
  readonly close = async (): Promise<void> => {
    const opened = await Promise.allSettled(this.#open);
    await Promise.all(opened.flatMap((lab) => (lab.status === 'fulfilled' ? lab.value.close() : [])));
  };
}
