/** What to write instead of a word that names no signal. */
import { isSignalName, SIGNALS, signalName } from './signals.ts';
import { didYouMean } from './suggest.ts';

/** Other names that people know (signal(7), "SIGIOT, A synonym for SIGABRT"; bits/signum). */
const SYNONYMS: Record<string, string> = {
  SIGIOT: 'SIGABRT',
  SIGCLD: 'SIGCHLD',
  SIGPOLL: 'SIGIO',
  SIGINFO: 'SIGPWR',
  SIGRTMAX: 'SIGRTMIN+30',
};

/** The message for `value` where a signal's name is expected: `unknown signal SIGTERN, did you mean SIGTERM?`. `others` fit too. */
export function signalHint(value: unknown, others: readonly string[] = []): string {
  if (typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value))) return numberHint(Number(value));
  if (typeof value !== 'string') return 'expected the name of a signal, such as SIGTERM';
  const meant = properName(value.toUpperCase());
  return `unknown signal ${value}${meant === undefined ? didYouMean(value, [...SIGNALS, ...others]) : `, did you mean ${meant}?`}`;
}

function numberHint(number: number): string {
  const known = Number.isInteger(number) && number >= 1 && number <= 64;
  return known
    ? `expected the name of a signal: write ${signalName(number)} for ${number}`
    : `there is no signal ${number}: they go from 1 to 64`;
}

function properName(upper: string): string | undefined {
  const full = upper.startsWith('SIG') ? upper : `SIG${upper}`;
  const below = /^SIGRTMAX-(\d+)$/.exec(full);
  const name = below === null ? (SYNONYMS[full] ?? full) : `SIGRTMIN+${30 - Number(below[1])}`;
  return isSignalName(name) ? name : undefined;
}
