/** Exit codes, the same for every command. */
import type { FailOn } from './campaign.ts';

export const EXIT = {
  /** All that was to be judged held. */
  holds: 0,
  /** Violated, confirmed by replay; or the record of a run was tampered with. */
  violated: 1,
  /** Wrong usage, or a file that is none. */
  usage: 2,
  /** This machine cannot run it. */
  machine: 3,
  /**
   * Nothing was tried on some target, only what was not confirmed, or harness errors or too little that could be judged, which make the
   * rest unreliable.
   */
  inconclusive: 4,
  /** A fault of ours, such as a process that does not end. EX_SOFTWARE of sysexits.h. */
  internal: 70,
  /** Who reads the answer stopped reading: 128 + SIGPIPE, as the shell has it. */
  reader: 141,
  /** 128 + SIGINT. */
  interrupted: 130,
} as const;

export interface Result {
  failures: number;
  new: number;
  /** Of the failures, those that an earlier campaign found: no news, and not accepted. */
  before: number;
  flaky: number;
  /** Seen, kept, and not replayed: the time was over before. */
  unconfirmed: number;
  /** Of the failures, the forged records. */
  tampered: number;
  interrupted: boolean;
  /** Something that was found, or is worth another campaign, could not be written. */
  lost: boolean;
  /** A process of ours does not end. */
  stays: boolean;
  /** Nothing was run on some target, or nothing could be judged. */
  nothing: boolean;
  /** Too many harness errors, or such that would show again; or a target of whose scenarios most could not be judged. */
  unreliable: boolean;
}

/**
 * What a campaign's result comes to. A process that stays goes first: it takes a CPU from all that is measured there, also of others.
 * Then an interruption, since the rest is not known; then what was found, which is told where it could not be kept; then that it could not:
 * a machine without room. A forged record counts whatever `failOn` says, which chooses among verdicts: there is none then that could be
 * relied upon.
 */
export function exitCode(result: Result, failOn: FailOn): number {
  if (result.stays) return EXIT.internal;
  if (result.interrupted) return EXIT.interrupted;
  if (result.tampered > 0) return EXIT.violated;
  const failing = { new: result.new + result.before, violated: result.failures, flaky: result.failures + result.flaky, nothing: 0 }[failOn];
  if (failing > 0) return EXIT.violated;
  if (result.lost) return EXIT.machine;
  if (result.unreliable || result.nothing) return EXIT.inconclusive;
  return result.flaky + result.unconfirmed > 0 && failOn !== 'nothing' ? EXIT.inconclusive : EXIT.holds;
}
