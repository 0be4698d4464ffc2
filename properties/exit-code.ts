import { dieOf, exitLike, exitUpon } from '../fuzz/judge/due.ts';
import type { Checkpoint } from '../fuzz/judge/model/checkpoint.ts';
import { endOf, exitCodeOf } from '../fuzz/judge/model/exit-code.ts';
import { ended } from '../fuzz/judge/happened.ts';
import { defineProperty, holdsIfComplete, neverStarted } from '../fuzz/judge/property.ts';
import { endOfInit, initEnd, mainEnded } from '../fuzz/judge/seen.ts';
import type { Run } from '../fuzz/judge/property.ts';
import type { Verdict } from '../fuzz/judge/verdict.ts';
import { sentence } from '../fuzz/judge/sentence.ts';
import { BOUNDS, type Trace } from '../fuzz/trace/trace.ts';

/**
 * The init's exit status is the main child's: its code, or 128 + n for a death by signal n; never another process's. All three inits
 * document it.
 */
export const exitCode = defineProperty({
  id: 'exit-code',
  claim: "the init exits with its child's code, or 128 + n for a death by signal n",
  names: [],
  why: "It is all that the container's owner learns; a wrong one lies about success, or restarts what was done.",
  sources: ['POSIX, Shell Command Language, 2.8.2'],
  reports: ['Yelp/dumb-init 59', 'openSUSE/catatonit 5', 'phusion/baseimage-docker 45'],
  contract: ['exitCodes'],
  applies: 'where main ends, or a signal ends the init, and the init is to leave',
  held: (seen) => `the init ${initEnd(seen)}, which is what was due`,
  consequence: {
    'wrong-status':
      'The runtime reports the wrong result: `docker run` and CI take a failure for a success, or a restart policy starts again what was done.',
  },
  outcome: { 'wrong-status': 'wrong-code' },
  watch: ['started', 'left', 'code'],
  judge(run) {
    const last = run.prediction.checkpoints.at(-1);
    const { exit } = run.trace;
    if (last?.init !== 'leaves' || (last.ends.length === 0 && last.killed === undefined && last.leftUpon === undefined))
      return { kind: 'not-applicable' };
    const { differences, seen } = run.comparison;
    if (neverStarted(run) || run.comparison.left) return holdsIfComplete(run);
    if (differences.some(({ kind }) => kind === 'left-early')) return { kind: 'inconclusive', why: 'the init left before main had ended' };
    if (exit === undefined || exit.afterOp !== last.op || (seen !== undefined && seen.op < last.op)) {
      return { kind: 'inconclusive', why: whyNoEnd(run) };
    }
    if (last.killed !== undefined) return killed(run, exit, last.killed);
    if (last.leftUpon !== undefined) return leftUpon(run, exit, last.leftUpon);
    const due = last.ends.map((how) => exitCodeOf(how, run.contract));
    if (exit.how === 'exited' && due.includes(exit.code)) return holdsIfComplete(run);
    return {
      kind: 'violated',
      what: 'wrong-status',
      detail: last.ends.every((how) => how >= 0) ? 'exit' : 'death',
      said: sentence('the init', ended(exit), exitLike(due, last.ends)),
      ...endOfInit(run.trace),
    };
  },
});

/** Why there is no exit code to be judged. That an init stays is another property's to say. */
function whyNoEnd({ program, trace }: Run): string {
  if (trace.bound !== undefined) return BOUNDS[trace.bound];
  return mainEnded({ program, trace }) ? 'the init did not leave when its child had ended' : 'main was not seen to end';
}

/** An init that is not PID 1 has died of a signal that it leaves at its default: its status says so. */
function killed(run: Run, exit: NonNullable<Trace['exit']>, signal: number): Verdict<'wrong-status'> {
  if (endOf(exit) === -signal) return holdsIfComplete(run);
  return {
    kind: 'violated',
    what: 'wrong-status',
    detail: 'killed',
    said: sentence('the init', ended(exit), dieOf(signal)),
    ...endOfInit(run.trace),
  };
}

/** An init that leaves upon a signal by its contract, though its child has not ended. */
function leftUpon(run: Run, exit: NonNullable<Trace['exit']>, upon: NonNullable<Checkpoint['leftUpon']>): Verdict<'wrong-status'> {
  if (exit.how === 'exited' && upon.codes.includes(exit.code)) return holdsIfComplete(run);
  return { kind: 'violated', what: 'wrong-status', detail: 'by-itself', said: sentence('the init', ended(exit), exitUpon(upon)) };
}
