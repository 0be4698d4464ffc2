/** Checks of what an actor does upon signals, and of the codes and times in it. */
import { parseDuration } from './duration.ts';
import { LIMITS, type Reaction, type Reactions } from './scenario.ts';
import { signalHint } from './signal-hint.ts';
import { isSignalName } from './signals.ts';
import type { Report } from './validate.ts';

/** Reports each problem of the reactions of the actor `name`. */
export function checkReactions(name: string, reactions: Reactions, report: Report): void {
  for (const signal in reactions) {
    const path = ['actors', name, 'on', signal];
    if (signal !== 'all' && !isSignalName(signal)) {
      report(path, signalHint(signal, ['all']));
      continue;
    }
    const reaction = reactions[signal as keyof Reactions];
    if (signal === 'SIGKILL' || signal === 'SIGSTOP') report(path, `a process cannot react to ${signal}`);
    if (typeof reaction !== 'object') continue;
    if (signal === 'SIGCHLD') report(path, 'upon SIGCHLD an actor can only `default`, `ignore` or `note`: it waits for its children there');
    checkExit(reaction, path, report);
  }
}

function checkExit(reaction: Extract<Reaction, object>, path: (string | number)[], report: Report): void {
  if (!isExitCode(reaction.exit)) report([...path, 'exit'], `expected an exit code from 0 to 255, got ${reaction.exit}`);
  if (reaction.after !== undefined) checkDuration(reaction.after, [...path, 'after'], report);
}

/** An exit status has 8 bits (wait(2), WEXITSTATUS). */
export const isExitCode = (code: number): boolean => Number.isInteger(code) && code >= 0 && code <= 255;

/** Reports a time that is none or longer than `LIMITS.waitMs`. */
export function checkDuration(text: string, path: (string | number)[], report: Report): void {
  const ms = parseDuration(text);
  if (ms === undefined) report(path, `expected a time like 20ms or 2s, got \`${text}\``);
  else if (ms > LIMITS.waitMs) report(path, `${text} is longer than the limit, ${LIMITS.waitMs}ms`);
}
