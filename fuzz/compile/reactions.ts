/** What an actor does upon each signal, as arrays by signal number. */
import { durationMs } from '../scenario/duration.ts';
import type { Reaction, Reactions } from '../scenario/scenario.ts';
import { SIGCHLD, SIGKILL, SIGSTOP, signalNumber, type SignalName } from '../scenario/signals.ts';
import { type ProcessSpec, REACTION } from './program.ts';

export type ReactionArrays = Pick<ProcessSpec, 'reactions' | 'exitCodes' | 'delays'>;

const emptyReactions = (): ReactionArrays => ({
  reactions: new Uint8Array(65),
  exitCodes: new Uint8Array(65),
  delays: new Uint16Array(65),
});

/** Shared by all processes that react to nothing, which are most; nobody may change it. */
export const UNTOUCHED = emptyReactions();

/** The arrays of an actor: `all` first, then what is said by name. */
export function compileReactions(on: Reactions | undefined): ReactionArrays {
  if (on === undefined) return UNTOUCHED;
  const arrays = emptyReactions();
  if (on.all !== undefined) setAll(arrays, on.all);
  for (const name in on) if (name !== 'all') set(arrays, signalNumber(name as SignalName), on[name as SignalName] ?? 'default');
  return arrays;
}

function setAll(arrays: ReactionArrays, reaction: Reaction): void {
  for (let signal = 1; signal <= 64; signal++)
    if (signal !== SIGKILL && signal !== SIGSTOP && signal !== SIGCHLD) set(arrays, signal, reaction);
}

function set(arrays: ReactionArrays, signal: number, reaction: Reaction): void {
  if (typeof reaction === 'string') {
    arrays.reactions[signal] = REACTION[reaction];
    arrays.exitCodes[signal] = arrays.delays[signal] = 0;
    return;
  }
  arrays.reactions[signal] = reaction.after === undefined ? REACTION.exit : REACTION.exitLater;
  arrays.exitCodes[signal] = reaction.exit;
  arrays.delays[signal] = reaction.after === undefined ? 0 : durationMs(reaction.after);
}
