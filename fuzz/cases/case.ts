/** The case: a scenario with the property that it is about, what is expected of each target, and where it comes from. */
import type { Verdict } from '../judge/verdict.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** What a replay is expected to give: the kind of the verdict. That its record was tampered with is nothing that a file can declare. */
export type Expectation = Exclude<Verdict['kind'], 'tampered'>;

export interface Case {
  /** What it shows, in a line or a few; may be empty. */
  comment: string;
  /** Absent in a plain scenario, which is read like a case. `tampered`, where it is about the record of the run (judge/fault.ts). */
  property?: string;
  /** Of the violation that it shows: `property/what` or `property/what:detail`. */
  signature?: string;
  /** By name of the target. */
  expect: Record<string, Expectation>;
  /** Where a campaign found it. */
  found?: Provenance;
  /**
   * What the violation needs, where that is less than its scenario: a known case explains a violation only if its trigger is in it.
   * Default: the scenario.
   */
  trigger?: Scenario;
  /** Address of the public report that it was made from. */
  report?: string;
  /** Of each init that has had the fault: the releases that have it. */
  releases?: FaultyReleases[];
  /** How it was seen to show, and to be mended: on which builds, how often. */
  checked?: string;
  scenario: Scenario;
}

/** From `since` on, before `fixed`: absent where the first release has it, and where none has it mended. */
export interface FaultyReleases {
  /** As `initproof verify` names it. */
  init: string;
  since?: string;
  fixed?: string;
}

/** What it takes to find it again, and how often it showed. */
export interface Provenance {
  target: string;
  /** Seed of the campaign and index of the scenario in it, before shrinking. */
  seed: number;
  index: number;
  /** It is a change of an earlier one that had shown something new: the seed alone does not give it again. */
  guided?: true;
  /** Version of the generator: the same seed and index give the same scenario only with the same one. */
  generator: number;
  /** Version of initproof. */
  version: string;
  /** Release of the kernel, as uname(1) -r has it. */
  kernel: string;
  /** `k/n`: it showed k times of n. */
  repeats: string;
  /** Day, `2026-01-31`, UTC. */
  date: string;
}
