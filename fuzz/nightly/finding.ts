/** What nights know of a finding: one cause on one target, and how it stands. */

/**
 * `new`: first seen tonight. `still`: seen before. `gone`: not seen in enough runs, though nothing has changed: a rate, no repair. `fixed`: the
 * same after the init, its contract or initproof has changed, and the control passed. `back`: seen again after it was fixed, or after its
 * acceptance ended. `flaky`: seen now and then, in one night so far. `accepted`: the baseline has it.
 */
export const STATES = ['new', 'back', 'still', 'flaky', 'accepted', 'gone', 'fixed'] as const;
export type State = (typeof STATES)[number];

/** What fails a night: news. */
export const isNews = (state: State): boolean => state === 'new' || state === 'back';

/** Digests (sha256) of what a night ran: where all are the same, what is not seen is not repaired. */
export interface Ran {
  /** Of the init. */
  init: string;
  /** Of its contract, arguments and declared deviations, as they were given: not of what was learnt by runs. */
  contract: string;
  /** Of initproof itself. */
  tool: string;
  /** What kind of program it is by its runs; `declared` where somebody has said it. */
  kind: string;
}

/** A day (`2026-01-31`, UTC) and the number of the night. */
export interface When {
  night: number;
  date: string;
}

/** How often it showed in a night: `shown` of `runs`. */
export interface Seen {
  night: number;
  shown: number;
  runs: number;
}

export interface NightFinding {
  /** Id of its first case: its name for people. */
  id: string;
  target: string;
  property: string;
  signature: string;
  /** What happens, in a sentence. */
  said: string;
  /** Its case by now, from the folder of the state. */
  case: string;
  caseId: string;
  state: State;
  /** Why it is in this state, where that is not plain: a clause. */
  why?: string;
  first: When;
  last: When;
  /** When it came into this state, and when it was replayed last. */
  since: When;
  checked: When;
  /** What it was last seen on. */
  on: Ran;
  /** How often it showed on that build, in the nights in which it did. */
  rate: { shown: number; runs: number };
  /** The last nights in which it was replayed. */
  seen: Seen[];
}

/** Nights of which each finding keeps how often it showed. */
export const MOST_SEEN = 30;
