/** With which signals blocked and ignored the child starts, by contract. */
import type { Launch } from '../scenario/scenario.ts';
import { type SignalName, signalNumber } from '../scenario/signals.ts';
import type { Contract, SignalChange } from './contract.ts';

type Child = Contract['child'];

/** Signals that the child has blocked: those of the init's exec, less what it takes away, and what it adds. By number. */
export const blockedIn = ({ mask }: Child, { blocked = [] }: Launch): number[] =>
  mask === 'empty' ? [] : changedBy(mask === 'inherited' ? {} : mask, blocked);

/** Signals that the child ignores, likewise. Who sets them to their default leaves real-time ones as they are. */
export const ignoredIn = ({ ignored: how }: Child, { ignored = [] }: Launch): number[] =>
  how === 'reset' ? changedBy({}, ignored).filter((signal) => signal > LAST_STANDARD) : changedBy(how === 'inherited' ? {} : how, ignored);

/** Whether a signal that was blocked at the init's exec is not so in its child. */
export const unblocks = ({ mask }: Child, signal: SignalName): boolean =>
  mask === 'empty' || (mask !== 'inherited' && mask.removes?.includes(signal) === true);

/** Whether the init has its child ignore a signal, by number, that it was not itself started with ignored. */
export const addsIgnored = ({ ignored: how }: Child, signal: number): boolean =>
  typeof how === 'object' && how.adds?.some((name) => signalNumber(name) === signal) === true;

const LAST_STANDARD = 31;

const changedBy = ({ adds = [], removes = [] }: SignalChange, names: readonly SignalName[]): number[] =>
  [...new Set([...names.filter((name) => !removes.includes(name)), ...adds])].map(signalNumber);
