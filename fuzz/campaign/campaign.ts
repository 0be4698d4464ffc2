/**
 * A campaign from outside: options in, events out; `session.ts` is what it does.
 */
import { release } from 'node:os';
import { listCases, type StoredCase } from '../cases/store.ts';
import { GENERATOR_VERSION } from '../generate/seeds.ts';
import { PROPERTIES } from '../../properties/index.ts';
import type { Property } from '../judge/property.ts';
import { staysError } from '../execute/leftover.ts';
import { checkOut } from './check-out.ts';
import { type CampaignEvent, type CampaignEventBody, EVENTS_VERSION } from './events.ts';
import { type FoundTarget, targetInfo } from './find-target.ts';
import { sortByKind } from './kinds.ts';
import { type Accepted, foundBefore, KnownFaults } from './known-by.ts';
import { Labs } from './labs.ts';
import { pushedBy } from './queue.ts';
import { Session } from './session.ts';
import { TimeLimit } from './time-limit.ts';
import { VERSION } from './version.ts';

/**
 * What makes the exit code 1: failures that neither a case of the corpus nor a baseline says, all failures, and what never showed again as
 * well; or nothing. What an earlier campaign found is `new` in this sense until somebody accepts it.
 */
export type FailOn = 'new' | 'violated' | 'flaky' | 'nothing';

export interface CampaignOptions {
  targets: readonly FoundTarget[];
  /** Default: all. */
  properties?: readonly Property[] | undefined;
  /** A whole number from 0. The same seed gives the same scenarios. */
  seed: number;
  /** Index of the first scenario, for all targets or by the name of each; default 0. `next` of an `end` is where a later campaign goes on. */
  from?: number | Readonly<Record<string, number>> | undefined;
  /** Percentage of the scenarios in which the init is held at a system call. Default: HELD_PERCENT. */
  placements?: number | undefined;
  /** So many percent of the scenarios are changes of earlier ones that have shown something new. Default 0. */
  guided?: number | undefined;
  /** Scenarios for each target. Without it and `ms` it goes on until it is aborted. */
  runs?: number | undefined;
  /** Time in all, ms: no run begins after it, and nothing goes on 5 s after it. What was not looked into by then is in `end`. */
  ms?: number | undefined;
  /** Of `ms`, how much is gone already: inits of which nobody has said what they promise were asked. Half of `ms` is left in any case. */
  spent?: number | undefined;
  /** Executors; default: one a CPU. */
  jobs?: number | undefined;
  /** Folders of cases that are replayed first and that say what is known. */
  corpus?: readonly string[] | undefined;
  /** Whether cases of the corpus, and what is in `out` from earlier campaigns, are replayed; default true. */
  replays?: boolean | undefined;
  /** What somebody has accepted: known, like a case of the corpus, and told with its reason. */
  accepted?: readonly Accepted[] | undefined;
  /** Folder for what is found. What earlier campaigns found there is told as such. */
  out: string;
  /** Whether findings are made smaller; default true. */
  shrink?: boolean | undefined;
  failOn?: FailOn | undefined;
  /** Ends it early and cleanly. */
  signal?: AbortSignal | undefined;
}

/**
 * Runs a campaign; the last event is `end`. Throws an OutError where `out` takes nothing, before anything runs; a HarnessError where this
 * machine cannot run it or nothing works; and a NotExecutableError for a binary that the kernel does not execute. Leaving the iteration
 * ends it.
 */
export const campaign = (options: CampaignOptions): AsyncGenerator<CampaignEvent, void, undefined> =>
  pushedBy(options.signal, (push, signal) => conduct({ ...options, signal }, push));

async function conduct(options: CampaignOptions & { signal: AbortSignal }, push: (event: CampaignEvent) => void): Promise<void> {
  const time = new TimeLimit(leftOf(options), options.signal);
  const emit = (event: CampaignEventBody): void => push({ v: EVENTS_VERSION, ...event });
  await checkOut(options.out);
  const listed = await Promise.all((options.corpus ?? []).map(listCases));
  const cases = listed.flatMap((folder) => folder.cases);
  const errors = listed.flatMap((folder) => folder.errors);
  emit(beginning(options, cases));
  for (const error of errors) emit({ type: 'warning', message: error.message });
  const labs = new Labs(options, time, ({ pid, said, fix }) => emit({ type: 'stays', ms: time.elapsed(), pid, said, fix }));
  try {
    const lab = await labs.flow();
    const { targets, idle } = await sortByKind(lab, options.targets, time, emit);
    const before = options.replays === false ? [] : await foundBefore(options.out, targets);
    const known = new KnownFaults(cases, options.accepted, before);
    const session = new Session({ options: { ...options, targets }, idle, time, labs, lab, corpus: cases, known, emit });
    try {
      await session.work();
      await session.end();
    } finally {
      session.close();
    }
  } catch (error) {
    await labs.close();
    throw staysError(labs.stays, error) ?? error;
  }
}

/** ms. */
function leftOf({ ms, spent = 0 }: CampaignOptions): number | undefined {
  return ms === undefined ? undefined : Math.max(ms - spent, ms / 2);
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
