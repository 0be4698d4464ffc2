/** What several events have in common. */

export interface TargetInfo {
  name: string;
  title: string;
  binary: string;
  args: string[];
  /** Of its package, where it comes from one. */
  version?: string;
}

export interface Size {
  steps: number;
  processes: number;
}

/**
 * A case that could not be written: `why`, and `yaml`, what its file would be. `earlier`: the path that is told has an earlier, larger form
 * of it; else it is where it was to be.
 */
export interface NotKept {
  why: string;
  yaml: string;
  earlier: boolean;
}

/** Why some property could not be judged, and in how many scenarios. */
export interface Doubt {
  why: string;
  scenarios: number;
}

/**
 * Why a target has no verdict at all. `interrupted`: it was ended before. `no-time`: the time was over before its first scenario.
 * `harness-errors`: each scenario ended as a fault of ours. `not-applicable`: scenarios were run, and no property applies to any.
 * `starts-nothing`: it never starts the command that it is given.
 */
export type Nothing = 'interrupted' | 'no-time' | 'harness-errors' | 'not-applicable' | 'starts-nothing';
