/** How two sets of signals differ, kind by kind: what has a cause of its own is a difference of its own. */
import { signalName } from '../scenario/signals.ts';

export interface SignalSetDifference {
  /** The kind of signals; `-lost` behind it where they are missing. */
  detail: string;
  /** In words. */
  said: string;
}

/** A C library may hide its own from an init (nptl(7)); an init may keep a terminal from stopping its child. */
const KINDS: Readonly<Record<string, readonly number[]>> = { library: [32, 33], 'job-control': [20, 21, 22] };

/**
 * Of ignored ones: a shell ignores SIGINT and SIGQUIT in what it starts in the background (POSIX, Shell Command Language, 2.11); an
 * interpreter ignores SIGPIPE and SIGXFSZ for itself, as Python does.
 */
const IGNORED_KINDS: typeof KINDS = { ...KINDS, background: [2, 3], interpreter: [13, 25] };

/** Sets of signals that a child starts with. */
export interface SignalSet {
  kinds: typeof KINDS;
  /** Of signals that should not be in it, and of those that should. */
  more(names: string): string;
  missing(names: string): string;
}

export const MASK: SignalSet = {
  kinds: KINDS,
  more: (names) => `the child has ${names} blocked, and should not`,
  missing: (names) => `the child should have ${names} blocked, and has not`,
};

export const IGNORED: SignalSet = {
  kinds: IGNORED_KINDS,
  more: (names) => `the child ignores ${names}, and should not`,
  missing: (names) => `the child should ignore ${names}, and does not`,
};

/** All differences; first what `got` has beyond `expected`, then what it lacks. */
export function compareSignalSets(expected: readonly number[], got: readonly number[], set: SignalSet): SignalSetDifference[] {
  const { kinds } = set;
  const kindOf = (signal: number): string => Object.keys(kinds).find((kind) => kinds[kind]?.includes(signal)) ?? 'others';
  const byKind = (signals: readonly number[], suffix: string, said: (names: string) => string): SignalSetDifference[] =>
    [...new Set(signals.map(kindOf))].map((kind) => ({
      detail: `${kind}${suffix}`,
      said: said(names(signals.filter((signal) => kindOf(signal) === kind))),
    }));
  const more = got.filter((signal) => !expected.includes(signal));
  const missing = expected.filter((signal) => !got.includes(signal));
  return [...byKind(more, '', set.more), ...byKind(missing, '-lost', set.missing)];
}

const names = (numbers: readonly number[]): string =>
  [...numbers]
    .sort((a, b) => a - b)
    .map(signalName)
    .join(', ');
