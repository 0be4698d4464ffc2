/** What a night is asked for. */
import type { FailOn } from '../campaign/campaign.ts';
import type { FoundTarget } from '../campaign/find-target.ts';
import type { Accepted } from '../campaign/known-by.ts';

export interface NightOptions {
  /** Folder of the state. */
  state: string;
  /** As they were declared. */
  targets: readonly FoundTarget[];
  /** Time in all, ms, as of a campaign; without it and `runs` it goes on until it is aborted. */
  ms?: number | undefined;
  runs?: number | undefined;
  /** Of the scenarios. Default: that of the nights before. */
  seed: number | undefined;
  /** Where no night was before. */
  newSeed: number;
  placements?: number | undefined;
  guided?: number | undefined;
  jobs?: number | undefined;
  corpus?: readonly string[] | undefined;
  accepted?: readonly Accepted[] | undefined;
  failOn?: FailOn | undefined;
  /** Replays and tells; nothing is looked for, and nothing is written. */
  dryRun?: boolean | undefined;
  /** Inits of the control, where they are not the usual ones. */
  controls?: { sound: FoundTarget; faulty: FoundTarget } | undefined;
  signal?: AbortSignal | undefined;
  /** When it is, for the days of the state. Default: now. */
  date?: Date | undefined;
}
