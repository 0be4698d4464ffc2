/**
 * A campaign from outside: options in, events out; `session.ts` is what it does.
 */
import { availableParallelism, release } from 'node:os';
import { listCases, type StoredCase } from '../cases/store.ts';
import { GENERATOR_VERSION } from '../generate/seeds.ts';
import { PROPERTIES } from '../../properties/index.ts';
import type { Property } from '../judge/property.ts';
import { type CampaignEvent, type CampaignEventBody, EVENTS_VERSION } from './events.ts';
import { type FoundTarget, targetInfo } from './find-target.ts';
import { type Lab, openLab } from './lab.ts';
import { Queue } from './queue.ts';
import { Session } from './session.ts';
import { VERSION } from './version.ts';

/** What makes the exit code 1: failures that no case of the corpus says, all failures, and what never showed again as well; or nothing. */
export type FailOn = 'new' | 'violated' | 'flaky' | 'nothing';

export interface CampaignOptions {
  targets: readonly FoundTarget[];
  /** Default: all. */
  properties?: readonly Property[] | undefined;
  /** A whole number from 0. The same seed gives the same scenarios. */
  seed: number;
  /** In so many percent of the scenarios the init is held at a system call. Default 0. */
  placements?: number | undefined;
  /** So many percent of the scenarios are changes of earlier ones that have shown something new. Default 0. */
  guided?: number | undefined;
  /** Scenarios for each target. Without it and `ms` it goes on until it is aborted. */
  runs?: number | undefined;
  /** Time in all, ms: nothing begins after it, but findings are still made small. */
  ms?: number | undefined;
  /** Executors; default: one a CPU. */
  jobs?: number | undefined;
  /** Folders of cases that are replayed first and that say what is known. */
  corpus?: readonly string[] | undefined;
  /** Folder for what is found. */
  out: string;
  /** Whether findings are made smaller; default true. */
  shrink?: boolean | undefined;
  failOn?: FailOn | undefined;
  /** Ends it early and cleanly. */
  signal?: AbortSignal | undefined;
}

/**
 * Runs a campaign; the last event is `end`. Throws a HarnessError where this machine cannot run it or nothing works, and a
 * NotExecutableError for a binary that the kernel does not execute. Leaving the iteration ends it.
 */
export async function* campaign(options: CampaignOptions): AsyncGenerator<CampaignEvent, void, undefined> {
  const queue = new Queue<CampaignEvent>();
  const left = new AbortController();
  const signal = options.signal === undefined ? left.signal : AbortSignal.any([options.signal, left.signal]);
  const work = conduct({ ...options, signal }, queue).then(
    () => queue.end(),
    (error: unknown) => queue.end(error),
  );
  try {
    yield* queue;
  } finally {
    left.abort();
    await work;
  }
}

async function conduct(options: CampaignOptions & { signal: AbortSignal }, queue: Queue<CampaignEvent>): Promise<void> {
  const emit = (event: CampaignEventBody): void => queue.push({ v: EVENTS_VERSION, ...event });
  const listed = await Promise.all((options.corpus ?? []).map(listCases));
  const cases = listed.flatMap((folder) => folder.cases);
  const errors = listed.flatMap((folder) => folder.errors);
  emit(beginning(options, cases));
  for (const error of errors) emit({ type: 'warning', message: error.message });
  const labs = new Labs(options);
  try {
    const session = new Session({ options, lab: await labs.flow(), side: labs.side, corpus: cases, emit });
    try {
      await session.replay();
      await session.fuzz();
      await session.end();
    } finally {
      session.close();
    }
  } finally {
    await labs.close();
  }
}

/**
 * Executors for replays, a multiple of those of the flow: what is replayed is mostly an init that does not do what is waited for, so that
 * they sleep until a time-out has passed.
 */
const SIDE_FACTOR = 4;

/** A lab for the flow of scenarios and one for replays beside it, so that neither waits for the other. An abort closes both. */
class Labs {
  readonly #options: CampaignOptions & { signal: AbortSignal };
  readonly #open: Promise<Lab>[] = [];
  #side: Promise<Lab> | undefined;

  constructor(options: CampaignOptions & { signal: AbortSignal }) {
    this.#options = options;
    options.signal.addEventListener('abort', () => void this.close());
  }

  flow(): Promise<Lab> {
    return this.#openWith(this.#options.jobs);
  }

  readonly side = (): Promise<Lab> => {
    this.#side ??= this.#openWith((this.#options.jobs ?? availableParallelism()) * SIDE_FACTOR);
    return this.#side;
  };

  #openWith(jobs: number | undefined): Promise<Lab> {
    const lab = openLab(this.#options.targets, { ...this.#options, jobs });
    this.#open.push(lab);
    return lab;
  }

  async close(): Promise<void> {
    for (const lab of await Promise.allSettled(this.#open)) if (lab.status === 'fulfilled') await lab.value.close();
  }
}

function beginning({ targets, properties, seed, runs, ms }: CampaignOptions, cases: readonly StoredCase[]) {
  return {
    type: 'campaign' as const,
    version: VERSION,
    seed,
    generator: GENERATOR_VERSION,
    kernel: release(),
    targets: targets.map(targetInfo),
    properties: (properties ?? PROPERTIES).map((property) => property.id),
    corpus: cases.length,
    ...(runs === undefined ? {} : { runs }),
    ...(ms === undefined ? {} : { budgetMs: ms }),
  };
}
