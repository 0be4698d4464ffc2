/** The state of the check of the steps, and who is there to act at a step. */
import { didYouMean } from './suggest.ts';
import type { Known, KnownActors } from './validate-actors.ts';
import type { Report } from './validate.ts';

export interface Walk {
  known: KnownActors;
  report: Report;
  /** Where the step is: `['steps', 3]`, `['steps', 3, 'together', 0]`. */
  at: (string | number)[];
  together: boolean;
  /** It happens while the init is held. */
  held: boolean;
  /** The init is not PID 1. */
  subreaper: boolean;
  /** Signals come to it while it starts, at moments of their own. */
  early: boolean;
  /** `maybe`: a SIGCONT may have thawed it. */
  frozen: boolean | 'maybe';
  /** A step that is no placement has been taken: the start is over. */
  started: boolean;
  /** The init's parent has ended. */
  orphaned: boolean;
  terminal: 'none' | 'there' | 'hung up';
  /** Characters typed so far. */
  typed: number;
}

/** Reports a problem of this step; `path` leads on from the step. */
export function problem(walk: Walk, path: (string | number)[], message: string): void {
  walk.report([...walk.at, ...path], message);
}

/** The actor `name` if it is there to act or to be acted upon; otherwise reports why not. */
export function living(walk: Walk, name: string, path: (string | number)[]): Known | undefined {
  const known = walk.known.get(name);
  if (known?.forked === true && !known.ended) return known;
  problem(walk, path, whyNot(walk, name, known));
  return undefined;
}

/** Why the actor cannot act, in words. */
export function whyNot(walk: Walk, name: string, known: Known | undefined): string {
  if (known === undefined) return `no actor \`${name}\`${didYouMean(name, [...walk.known.keys()])}`;
  return known.forked ? `\`${name}\` was told to end by an earlier step` : `\`${name}\` is not forked by an earlier step`;
}
