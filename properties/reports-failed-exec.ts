import { exitWithoutCommand } from '../fuzz/judge/due.ts';
import { endOrNone } from '../fuzz/judge/happened.ts';
import { sentence } from '../fuzz/judge/sentence.ts';
import { startFailure } from '../fuzz/compile/program.ts';
import { ANY_FAILURE } from '../fuzz/judge/plain-contract.ts';
import { defineProperty, differencesOf } from '../fuzz/judge/property.ts';
import { BOUNDS } from '../fuzz/trace/trace.ts';
import { endOfInit, initEnd } from '../fuzz/judge/seen.ts';

/**
 * A command that cannot be started ends the init, with the exit code that the contract declares. Inits that use others than shells declare
 * them.
 */
export const reportsFailedExec = defineProperty({
  id: 'reports-failed-exec',
  claim: 'a command that cannot be started ends the init with the declared code',
  names: ['stays'],
  why: 'A typing mistake in an entry point must not look like success, nor hang. 127 for a missing command and 126 for one that is no program are what shells return.',
  sources: ['POSIX, Shell Command Language, 2.8.2'],
  reports: [],
  contract: ['execFails', 'pollMs', 'retries'],
  applies: 'where the command cannot be started',
  held: (seen) => `the init ${initEnd(seen)}`,
  consequence: {
    stays: 'A mistyped command hangs the container: it runs and does nothing, with no crash, no restart and no alert.',
    late: 'A mistyped command is reported seconds late.',
    'wrong-code':
      'A mistyped command looks like success or like a crash of the application: 0 for a command that never ran hides it from CI.',
  },
  outcome: { stays: 'hung', late: 'hung', 'wrong-code': 'wrong-code' },
  watch: ['started', 'failed-exec'],
  judge(run) {
    const { program, trace, contract, prediction } = run;
    const failure = startFailure(program);
    if (failure === undefined) return { kind: 'not-applicable' };
    if (contract.starts === 'never') return { kind: 'not-applicable', why: 'it starts no command' };
    if (contract.starts === 'again') return { kind: 'not-applicable', why: 'it starts its command again' };
    if (trace.bound) return { kind: 'inconclusive', why: BOUNDS[trace.bound] };
    if (prediction.unsure !== undefined) return { kind: 'inconclusive', why: prediction.unsure };
    const { exit } = trace;
    const command = failure.why;
    const due = failure.like === 'any' ? ANY_FAILURE : contract.execFails[failure.like];
    const mayExit = prediction.checkpoints[0]?.mayExit ?? [];
    // Where a signal may have met the child before its exec, the command is not the cause.
    const detail = mayExit.length > 0 ? 'while-starting' : command;
    const said = sentence('the init', endOrNone(trace), exitWithoutCommand(due, command));
    if (exit === undefined) {
      const late = differencesOf(run, ['stays'])[0]?.late;
      return { kind: 'violated', what: late === undefined ? 'stays' : 'late', detail: command, said };
    }
    if (exit.how === 'exited' && (due.includes(exit.code) || mayExit.includes(exit.code))) return { kind: 'holds' };
    return { kind: 'violated', what: 'wrong-code', detail, said, ...endOfInit(trace) };
  },
});
