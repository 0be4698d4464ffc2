/** What a night tells as it goes: the events of its campaign, and its own. `--json` prints these. */
import type { TargetInfo } from '../campaign/event-parts.ts';
import type { CampaignEvent, EVENTS_VERSION } from '../campaign/events.ts';
import type { NightFinding, State } from './finding.ts';

export type NightEvent = CampaignEvent | ({ v: typeof EVENTS_VERSION } & NightEventBody);

export type NightEventBody =
  /** First of all. `known`: findings that are replayed. */
  | { type: 'night'; night: number; date: string; state: string; seed: number; targets: TargetInfo[]; known: number }
  /** Of initproof itself, or of a target: whether it can be relied upon tonight. `why`: where it cannot. */
  | { type: 'control'; ms: number; target?: string; ok: boolean; why?: string }
  /** A known finding was replayed: the `done`th of `of`. */
  | {
      type: 'replayed';
      ms: number;
      target: string;
      signature: string;
      id: string;
      repeats: [shown: number, runs: number];
      done: number;
      of: number;
    }
  /** How a finding stands now; one each, before `night-end`. */
  | ({ type: 'finding' } & NightFinding)
  /**
   * The state is written. `states`: findings by state, of all targets of tonight; `void`: why nothing is called fixed, by target; `exit`: the exit
   * code that this comes to.
   */
  | { type: 'night-end'; ms: number; night: number; states: Partial<Record<State, number>>; void: Record<string, string>; exit: number };
