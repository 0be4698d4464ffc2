/**
 * Everything that a command answers: one union, with one version. `--json` prints these, a line each; every other format is drawn from them
 * (formats.ts). `values.schema.json` is made from this file: after a change `npx vitest run test/report/values.test.ts -u`.
 */
import type { Row } from '../campaign/compare.ts';
import type { BisectionAnswer } from '../campaign/bisect.ts';
import { type CampaignEventBody, EVENTS_VERSION } from '../campaign/events.ts';
import type { Replayed } from '../campaign/replay.ts';
import type { Tried } from '../campaign/try-build.ts';
import type { Case, Expectation } from '../cases/case.ts';
import type { TargetFile } from '../cases/target-file.ts';
import type { Check } from '../execute/check.ts';
import type { Fetched } from '../execute/inits.ts';
import type { Settled } from '../explore/cells.ts';
import type { KnownProperty } from '../judge/property.ts';
import type { NightEventBody } from '../nightly/events.ts';
import type { ActDifference } from '../profile/difference.ts';
import type { AppReplayValue, AppValue } from './app-value.ts';
import type { NightsBody } from './night-value.ts';
import type { ScanValue } from './scan-value.ts';
import type { VerifiedValue } from './verify-lines.ts';
import type { WhyImageValue, WhyValue } from './why-lines.ts';

/** The version is that of the events, which are most of the values. */
export type Value = { v: typeof EVENTS_VERSION } & Body;

/** A value without its version, which is added where it is printed. */
export type Body =
  /** `run`, `profile check`; `explore` and `replay` have some of them. */
  | CampaignEventBody
  /** `nightly`, which has those of `run` as well. */
  | NightEventBody
  /** `report`. */
  | NightsBody
  /** `profile check`: what was tried. */
  | { type: 'stimuli'; lines: string[] }
  /** `explore`: what came of one event at one system call. */
  | ({ type: 'cell'; target: string } & Settled)
  /** `replay`, `corpus add`, `corpus check --replay`: a case on a target. `fails`: it is what sets exit code 1. */
  | ({ type: 'replay'; fails: boolean } & Replayed)
  /** `compare`: a target. `cases`: names of the scenarios, where they are cases. */
  | ({ type: 'row'; seed: number; cases?: string[] } & Row)
  /** `bisect`: a build that was tried. */
  | ({ type: 'build' } & Tried)
  /** `bisect`: the answer. */
  | ({ type: 'bisection'; case: string; id: string } & BisectionAnswer)
  /** `corpus check`: a case that shows nothing which another one does not. */
  | { type: 'redundant'; case: string; coveredBy: string }
  /** `corpus check`: how many of what. */
  | { type: 'checked'; cases: number; notAsRecorded?: number; unreadable: number }
  /** `corpus list`, `corpus add`, `explain`: all that a case says. */
  | ({ type: 'case'; path: string; id: string; claim?: string; consequence?: string; said?: string[] } & Case)
  /** `shrink`. */
  | ShrunkValue
  /** `explain`: a property, or one of its signatures. */
  | PropertyValue
  | { type: 'verdict'; verdict: string; said: string }
  /** `targets list`. */
  | ({ type: 'listed'; file: string; binary?: string; version?: string; why?: string } & TargetFile)
  /** `targets fetch`. */
  | ({ type: 'package'; name: string } & Fetched)
  | { type: 'doctor'; ok: boolean; checks: Check[] }
  /** `profile diff`. */
  | ({ type: 'difference' } & ActDifference)
  /** `verify`. `base`: day of the newest entry that it was looked up in. */
  | (VerifiedValue & { base: string })
  | ScanValue
  /** `why` of a process. */
  | WhyValue
  /** `why` of an image, or of a container whose process is elsewhere. */
  | WhyImageValue
  /** `app`, and `app replay`. */
  | AppValue
  | AppReplayValue;

interface ShrunkValue {
  type: 'shrunk';
  /** Path of the smaller case. */
  case: string;
  signature: string;
  target: string;
  tries: number;
  ended: string;
  ms: number;
  repeats: [shown: number, runs: number];
}

interface PropertyValue
  extends Pick<KnownProperty, 'id' | 'claim' | 'why' | 'applies' | 'contract' | 'sources' | 'reports' | 'consequence'> {
  type: 'property';
  /** Address of its page. */
  page: string;
  signature?: string;
  /** Of the corpus, that are about it. */
  cases?: { id: string; signature?: string | undefined; expect: Record<string, Expectation> }[];
}

export type ValueType = Body['type'];
export type ValueOf<Type extends ValueType> = Extract<Body, { type: Type }>;

export const versioned = <B extends Body>(body: B): { v: typeof EVENTS_VERSION } & B => ({ v: EVENTS_VERSION, ...body });
