/** What an init does at its end to those that live on, by contract: signal, wait for a while, kill. */
import { durationMs } from '../scenario/duration.ts';
import { type SignalName, signalNumber } from '../scenario/signals.ts';
import type { Contract } from './contract.ts';

export interface Farewell {
  signal: number;
  to: 'child' | 'group' | 'everybody';
  /** ms, after which those that are left are killed; 0: it does not wait. */
  grace: number;
}

/** When its main child has ended. */
export function partingOf({ parting }: Contract): Farewell | undefined {
  if (parting === 'none') return undefined;
  if (typeof parting === 'string') return { signal: signalNumber(parting), to: 'group', grace: 0 };
  return { signal: signalNumber(parting.signal), to: 'everybody', grace: parting.grace === undefined ? 0 : durationMs(parting.grace) };
}

/** When it stops by itself upon a signal; undefined where it leaves at once. */
export function stopUpon({ endsOn = {} }: Contract, signal: SignalName): Farewell | undefined {
  const stop = endsOn[signal];
  if (stop === undefined || Array.isArray(stop)) return undefined;
  return { signal: signalNumber(stop.sends), to: stop.to, grace: durationMs(stop.grace) };
}

/** The codes with which it may leave by itself upon the signal. */
export function codesUpon({ endsOn = {} }: Contract, signal: SignalName): readonly number[] {
  const codes = endsOn[signal] ?? [];
  return Array.isArray(codes) ? codes : codes.codes;
}

/** For how long, at most, it waits for others when its main child has ended, ms. */
export function longestGrace(contract: Contract): number {
  const stops = (Object.keys(contract.endsOn ?? {}) as SignalName[]).map((signal) => stopUpon(contract, signal));
  const all = [partingOf(contract), ...stops].map((farewell) => (farewell === undefined || farewell.to === 'child' ? 0 : farewell.grace));
  return Math.max(...all);
}

/** The longest that an init of this contract may sleep while something is due of it, ms: between looks, tries to start, or before it kills. */
export function longestPause(contract: Contract): number {
  const { pollMs, retries, endsOn = {} } = contract;
  const stops = (Object.keys(endsOn) as SignalName[]).map((signal) => stopUpon(contract, signal));
  const graces = [partingOf(contract), ...stops].map((farewell) => farewell?.grace ?? 0);
  return Math.max(pollMs, retries === undefined ? 0 : durationMs(retries), ...graces);
}
