/**
 * What a campaign tells, as it goes: the only way in which it speaks. `--json` prints these, the console is one reader of them.
 * `v` goes up when a reader of the old ones would misunderstand the new ones; new fields and types may come at any time.
 */
import type { Acceptance } from '../cases/baseline.ts';
import type { Plainness } from '../cause/plainness.ts';
import type { Verdict } from '../judge/verdict.ts';
import type { Kind } from '../kind/kind.ts';
import type { HarnessCode } from '../execute/harness-error.ts';
import type { Doubt, Nothing, NotKept, Size, TargetInfo } from './event-parts.ts';
import type { Account } from './account.ts';
import type { Elsewhere } from './elsewhere.ts';

export const EVENTS_VERSION = 1;

/** What the console and readers of NDJSON get: an event and the version of events. Times in ms since the campaign began. */
export type CampaignEvent = { v: typeof EVENTS_VERSION } & CampaignEventBody;

export type CampaignEventBody =
  /** First of all. `runs`: scenarios for each target; `budgetMs`: in all; `corpus`: cases that are replayed first. */
  | {
      type: 'campaign';
      version: string;
      seed: number;
      generator: number;
      kernel: string;
      targets: TargetInfo[];
      properties: string[];
      corpus: number;
      runs?: number;
      budgetMs?: number;
    }
  /**
   * What kind of program a target without a contract of its own is, by its first runs: before any of its scenarios. `said`: in one sentence;
   * `fix`: what to do where it cannot be judged, a line each.
   */
  | { type: 'kind'; ms: number; target: string; kind: Kind['kind']; said: string; fix?: string[] }
  /** Something that does not end the campaign but that a person should see: a target left out, a file that cannot be read. */
  | { type: 'warning'; message: string }
  /** Once a second. `done`: scenarios over all targets, of `of` where a number of runs is the budget. */
  | {
      type: 'progress';
      ms: number;
      done: number;
      of?: number;
      perSecond: number;
      /** Of `toReplay` known cases, one for each target, those that were replayed. */
      replayed: number;
      toReplay: number;
      /** While known cases are replayed, beside the scenarios. */
      checking?: true;
      failures: number;
      /** Of the failures, those that are known to nobody; those that an earlier campaign with the same `out` found, where there are some. */
      new: number;
      before?: number;
      flaky: number;
      harnessErrors: number;
      inconclusive: number;
      /** By target: index at which a later campaign goes on (`from`). All before it have run, and some of those behind it. */
      next?: Record<string, number>;
      /** Where it is guided: features that were shown so far, earlier campaigns included, and when the last new one came. */
      features?: number;
      newestMs?: number;
      /** What it does beside: `shrinking <signature>`. */
      doing?: string;
    }
  /** A violation seen for the first time, before anything is done with it. `found` or `not-kept` follows. */
  | { type: 'seen'; ms: number; target: string; property: string; signature: string; said: string }
  /** A violation that was seen is safe on disk, not yet confirmed. `failure` or `flaky` follows. */
  | { type: 'found'; ms: number; target: string; property: string; signature: string; said: string; case: string }
  /** It could not be written, or a later form of it could not. `failure` or `flaky` follows all the same; `found` as soon as it is kept. */
  | ({ type: 'not-kept'; ms: number; target: string; property: string; signature: string; said: string; case: string } & NotKept)
  /**
   * Confirmed by replay (but for forged records, which need not show again) and made as small as it gets. `known`: a case of the corpus
   * says that this target shows it, or somebody has accepted it. It has `plain: true` where a plain `docker run` has it, else `needs`: each unusual thing about the launch
   * or about what happens that could not be left out, in a phrase such as `started with SIGCHLD ignored`.
   */
  | ({
      type: 'failure';
      ms: number;
      target: string;
      property: string;
      signature: string;
      said: string;
      /** Path of the case. */
      case: string;
      id: string;
      /** This form could not be written. */
      notKept?: NotKept;
      known: boolean;
      /** An earlier campaign with the same `out` found it. It is not `known`, since nobody has said that it may be. */
      before?: true;
      /** Of a known one: somebody has accepted it, and why. */
      accepted?: Acceptance;
      /** Of one that is new though cases know its signature: the id of one of them, whose trigger it does not need. */
      behind?: string;
      /**
       * It takes the place of the failure of this id, told before, with the same target and signature: its case needs nothing unusual, and that
       * one did. It is not counted again.
       */
      insteadOf?: string;
      /** It showed k times of n. */
      repeats: [k: number, n: number];
      /** Where it came from: index in the campaign, where the seed gives it, or the case that was replayed. */
      index?: number;
      from?: string;
      found: Size;
      smallest: Size;
      /** Calls that shrinking took. */
      tries: number;
      /** The smallest scenario once on each other target of the campaign; of what is new. */
      elsewhere?: Elsewhere[];
      /** The smallest scenario in plain English. */
      scenario: string[];
      /** The case as its file has it. */
      yaml: string;
    } & Plainness &
      Account)
  /** A violation that never showed again. */
  | {
      type: 'flaky';
      ms: number;
      target: string;
      property: string;
      signature: string;
      said: string;
      case: string;
      notKept?: NotKept;
      repeats: [k: number, n: number];
    }
  /** A fault of ours; told once for each kind. `file`: the scenario, to report it with. */
  | { type: 'harness-error'; ms: number; target: string; code: HarnessCode; message: string; file?: string }
  /** A replayed case whose violation does not show any more. */
  | { type: 'changed'; ms: number; target: string; case: string; property: string; recorded: Verdict['kind']; now: Verdict['kind'] }
  /**
   * A process of ours that was told to end and does not. `said`: which, and what it does; `fix`: what to do, a line each. What was measured
   * beside it is of no account.
   */
  | { type: 'stays'; ms: number; pid: number; said: string; fix: string[] }
  /**
   * What was judged on one target, at its end. `inconclusive`: scenarios in which some property could not be judged; `doubts`: why, the
   * commonest first. `known`: properties that were violated in ways that cases of the corpus explain, and in no other. `nothing`: why
   * nothing was run, or nothing could be judged.
   */
  | {
      type: 'target';
      target: string;
      scenarios: number;
      inconclusive: number;
      doubts: Doubt[];
      ms: number;
      properties: PropertyTally[];
      known?: string[];
      nothing?: Nothing;
    }
  | {
      type: 'end';
      ms: number;
      seed: number;
      scenarios: number;
      /** Of `toReplay` known cases, one for each target, those that were replayed; the others had no time. */
      replayed: number;
      toReplay: number;
      failures: number;
      /**
       * Of the failures, those that are known to nobody; and, where there are some, those that an earlier campaign with the same `out` found.
       * The exit code counts both. The others are in the corpus, or accepted.
       */
      new: number;
      before?: number;
      flaky: number;
      /** Violations that were found and not replayed, since the time was over, or it was ended meanwhile; they are on disk. */
      unconfirmed: number;
      /** Of the new failures, those that are not as small as they get, since the time was over. */
      notSmaller: number;
      /** Findings of which nothing is on disk, since they could not be written. */
      notKept: number;
      /** Processes of ours that did not end. */
      stays: number;
      /**
       * Of the failures, those whose run has a record that was tampered with (property `tampered`): no verdict on such a target is
       * evidence.
       */
      tampered: number;
      inconclusive: number;
      harnessErrors: number;
      /** By target: index at which a later campaign goes on. */
      next?: Record<string, number>;
      features?: number;
      newestMs?: number;
      interrupted: boolean;
      /** The exit code that this comes to. */
      exit: number;
    };

export type PropertyTally = { property: string } & Record<Verdict['kind'], number>;
