/**
 * The cast: the actors as far as drawing has come, so that every step is drawn for actors that can take it. What is sure decides
 * (forked, told to end); what is likely (dead of a signal, stopped) only makes a step less likely, since the model knows better.
 */
import type { Random } from 'fast-check';
import type { Actor, Step } from '../scenario/scenario.ts';
import { defaultAction, SIGKILL, SIGSTOP, type SignalName, signalNumber } from '../scenario/signals.ts';
import type { Leaning } from './leaning.ts';

export interface Member {
  name: string;
  actor: Actor;
  parent: Member | undefined;
  /** Generations below the init: 1 for `main`. */
  depth: number;
  /** Who leads its session: a name. */
  session: string;
  /** Whether it may be in the group that `main` was started in, which may be the init's own. */
  mainGroup: boolean;
  /** Told to end by a step. */
  ended: boolean;
  /** Likely dead of a signal; likely stopped. */
  doomed: boolean;
  stopped: boolean;
  /** Told to have itself traced. */
  traced: boolean;
}

/** The parent of those that the init has from before its exec: they are like orphans, which it has adopted. */
export const THE_INIT: Member = {
  name: 'init',
  actor: {},
  parent: undefined,
  depth: 0,
  session: 'init',
  mainGroup: false,
  ended: true,
  doomed: false,
  stopped: false,
  traced: false,
};

/** The parent of those that enter: it is nobody who could do anything. */
export const THE_OUTSIDE: Member = { ...THE_INIT, name: 'outside', session: 'outside' };

/** A scenario as far as it is drawn. */
export interface Draft {
  random: Random;
  leaning: Leaning;
  members: Member[];
  /** In all, as `processCount` counts them. */
  processes: number;
  frozen: boolean;
  /** Whether the init is root with its capabilities; whether it and its tree are of one user alone. */
  privileged: boolean;
  oneUser: boolean;
  /** Whether the init is another user than root. */
  asUser: boolean;
  /** Whether there is a terminal that has not hung up, and who has likely put its group in the foreground. */
  terminal: boolean;
  foreground: Member | undefined;
  steps: Step[];
}

/** The members that `suits` holds for and that were not told to end; empty if there are none. */
export function living(draft: Draft, suits: (member: Member) => boolean = () => true): Member[] {
  return draft.members.filter((member) => !member.ended && suits(member));
}

/** One of the living, preferably one that has likely not died; `undefined` if there are none. */
export function anyLiving(draft: Draft, suits: (member: Member) => boolean = () => true): Member | undefined {
  const all = living(draft, suits);
  const lively = all.filter((member) => !member.doomed);
  const from = lively.length > 0 ? lively : all;
  return from.length === 0 ? undefined : from[draft.random.nextInt(0, from.length - 1)];
}

export const isMain = (member: Member): boolean => member.parent === undefined;
export const isNotMain = (member: Member): boolean => member.parent !== undefined;

/** Notes what a signal likely does to a member. */
export function affect(member: Member, signal: SignalName): void {
  const number = signalNumber(signal);
  if (number === SIGKILL) member.doomed = true;
  else if (member.traced) member.stopped = true;
  if (member.traced) return;
  if (number === SIGSTOP) member.stopped = true;
  if (signal === 'SIGCONT') member.stopped = false;
  const reaction = member.actor.on?.[signal] ?? member.actor.on?.all ?? 'default';
  if (typeof reaction === 'object') member.doomed = true;
  if (reaction !== 'default') return;
  const action = defaultAction(number);
  if (action === 'terminate' || action === 'core') member.doomed = true;
  if (action === 'stop') member.stopped = true;
}
