/**
 * What was due, in words: from the model and the contract alone. Each is what somebody should do, the subject and `should` left out
 * (`get it once`). Nothing here knows the trace: what happened is in `happened.ts`.
 */
import type { StartFailure } from '../compile/program.ts';
import { signalName } from '../scenario/signals.ts';
import { ANY_LIFE, BY_INIT, LIFE, STOPPED } from './life.ts';
import type { Checkpoint, Range } from './model/checkpoint.ts';
import type { End } from './model/world.ts';

declare const DUE: unique symbol;
/** What the model says that somebody should do. */
export type Due = string & { readonly [DUE]: true };

const due = (text: string): Due => text as Due;

const count = (times: number): string => (times === 0 ? 'never' : times === 1 ? 'once' : `${times} times`);

/** How often a process should get a signal. */
export const getIt = ({ min, max }: Pick<Range, 'min' | 'max'>): Due =>
  due(min === max ? `get it ${count(min)}` : `get it ${min} to ${max} times`);

/** Of a signal that nobody should get. */
export const GET_NONE = due('get none');
/** Of a signal that the contract keeps from everybody. */
export const keptBack = (signal: number): Due => due(`not, since the contract has the init keep ${signalName(signal)} back`);
/** Of a signal that it passes on to others. */
export const notToIt = (signal: number): Due => due(`not: the init should pass ${signalName(signal)} on to others alone`);
/** Of one that it does not keep back, where its effect is what was missed. */
export const getPassedOn = (signal: number): Due => due(`get ${signalName(signal)}, which the init should pass on`);

const LIVES: [bit: number, word: string][] = [
  [LIFE.unborn, 'not start'],
  [LIFE.live, 'live'],
  [LIFE.zombie, 'be a zombie'],
  [LIFE.gone, 'be gone'],
];

/** Of two signals that were pending together. */
export const getInOrder = (first: number, second: number): Due => due(`get ${signalName(first)} before ${signalName(second)}`);

/** What a process of this state, as predicted, should be like. */
export function beAs(state: number): Due {
  const by = state & BY_INIT ? ' by what the init passes on' : '';
  if ((state & ANY_LIFE) === LIFE.live) return due(state & STOPPED ? `be stopped${by}` : 'run');
  return due(LIVES.flatMap(([bit, word]) => (state & bit ? [word] : [])).join(' or ') + by);
}

export const BE_WAITED_FOR = due('be reaped by the init');
export const STAY = due('stay as long as main lives');
export const START_MAIN = due('start main');
export const START_AS_CHILD = due('start main as a child, and stay beside it');

/** Why the init should have left. */
export function leave({ killed, leftUpon }: Pick<Checkpoint, 'killed' | 'leftUpon'>): Due {
  if (leftUpon !== undefined) return due(`leave upon ${signalName(leftUpon.signal)}`);
  return due(killed === undefined ? 'leave when main has ended' : `be ended by ${signalName(killed)}`);
}

/** One of the codes that the contract has for a signal upon which it leaves. */
export const exitUpon = ({ signal, codes }: NonNullable<Checkpoint['leftUpon']>): Due =>
  due(`exit with ${codes.join(' or ')}, since it leaves upon ${signalName(signal)}`);

const toEnd = (how: End): string => (how >= 0 ? `exit with ${how}` : `die of ${signalName(-how)}`);

/** The exit code, one of those given, that tells of main's end, one of those. */
export const exitLike = (codes: readonly number[], ends: readonly End[]): Due =>
  due(`exit with ${codes.join(' or ')}, since main is to ${ends.map(toEnd).join(' or ')}`);
export const dieOf = (signal: number): Due => due(toEnd(-signal));

/** Codes beyond that many are told as what they have in common. */
const MANY = 10;

const CANNOT_START: Record<StartFailure, string> = {
  missing: 'the command does not exist',
  'not-executable': 'the command is not executable',
  directory: 'the command is a directory',
  'script-without-interpreter': "the command's interpreter does not exist",
  'no-process-left': 'no process is left for the command',
  'fork-fails': 'the fork for the command fails',
  'exec-fails': 'the exec of the command fails',
};

/** Where its command cannot be started. */
export const exitWithoutCommand = (codes: readonly number[], why: StartFailure): Due =>
  due(`exit with ${codes.length > MANY ? 'a code that tells of a failure' : codes.join(' or ')}, since ${CANNOT_START[why]}`);

export const WAIT_FOR_THEM = due('wait for them');

/** That it should have waited for somebody who ends by itself, ms after a signal. */
export const waitFor = (who: string, { signal, delay }: { signal: number; delay: number }): Due =>
  due(`stay until ${who} has ended upon ${signalName(signal)}${delay === 0 ? '' : `, which takes ${delay} ms`}`);

/** That it should have waited for somebody who lives on, for so many ms at most. */
export const waitForGrace = (who: string, { grace = 0 }: { grace?: number }): Due =>
  due(`wait for ${who}, which lives on, for ${grace} ms`);

/** What the terminal should be like. */
export const TERMINAL_KEPT = due('have those of the start');
export const bytesLeft = (bytes: number): Due => due(`have ${bytes}`);
export const haveInForeground = (founder: string): Due => due(`have that of ${founder}`);
