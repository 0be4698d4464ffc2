/**
 * What happened, in words: from the trace alone. Each is a sentence without its subject (`got SIGTERM from the init once`).
 * Nothing here knows the model: what was due is in `due.ts`, and a sentence needs one of each (`sentence.ts`).
 */
import { signalName } from '../scenario/signals.ts';
import { type InitState, type Late, STRANGER, type Trace, type TraceEvent, type WaitStatus } from '../trace/trace.ts';
import { ADOPTED, LIFE, STOPPED } from './life.ts';
import type { Observed, Taken } from './observe.ts';

declare const HAPPENED: unique symbol;
/** A predicate that is true of the trace. */
export type Happened = string & { readonly [HAPPENED]: true };

const happened = (text: string): Happened => text as Happened;

/** `once`, `3 times`. */
export const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

/** `exited with 3`, `died of SIGTERM`. */
export const ended = (status: WaitStatus): Happened =>
  happened(status.how === 'exited' ? `exited with ${status.code}` : `died of ${signalName(status.signal)}`);

/** How the init has ended, if it has by the end of the run. */
export const endOrNone = ({ exit }: Pick<Trace, 'exit'>): Happened =>
  exit === undefined ? happened('was there to the end of the run') : ended(exit);

/** Zombies of a storm that are the init's and that no slot names. */
export const leftOfStorm = ({ count }: Extract<TraceEvent, { kind: 'left' }>): Happened =>
  happened(`has ${count} ${count === 1 ? 'zombie' : 'zombies'} that a storm has left`);

const INIT_NOW: Record<Exclude<InitState, 'gone'>, string> = {
  asleep: 'sleeps',
  forever: 'sleeps',
  stopped: 'is frozen',
  busy: 'is busy',
};

/** What the init does at a settled op: `sleeps`, or how it has ended. */
export function initNow({ init }: Pick<Observed, 'init'>, { exit }: Pick<Trace, 'exit'>): Happened {
  if (init !== 'gone') return happened(INIT_NOW[init]);
  return exit === undefined ? happened('has ended') : ended(exit);
}

/** The init is gone without having ended: main runs in its place. */
export const BECAME_MAIN = happened('became main by exec, so that there is no init any more');

/** What goes on while the init sleeps for so long at a time. */
export const whileAsleep = (got: Happened, { ms }: Pick<Late, 'ms'>): Happened =>
  happened(`${got} while the init sleeps on, for ${ms} ms at a time`);

/** What a process was seen to be: alone, and after `last seen`. */
const SEEN = {
  unborn: ['has not started', 'before it started'],
  running: ['runs', 'running'],
  stopped: ['is stopped', 'stopped'],
  zombie: ['is a zombie', 'as a zombie'],
  own: ['is a zombie of the init', 'as a zombie of the init'],
  gone: ['is gone', 'gone'],
} as const;

function seenAs({ states }: Pick<Observed, 'states'>, slot: number): keyof typeof SEEN {
  const state = states[slot] ?? LIFE.unborn;
  if (state & LIFE.unborn) return 'unborn';
  if (state & LIFE.live) return state & STOPPED ? 'stopped' : 'running';
  return state & LIFE.gone ? 'gone' : state & ADOPTED ? 'own' : 'zombie';
}

/** What a process is like at a settled op at which the init is there. */
export const processNow = (seen: Pick<Observed, 'states'>, slot: number): Happened => happened(SEEN[seenAs(seen, slot)][0]);

const took = ({ signals }: Pick<Observed, 'signals'>, slot: number, signal: number): Taken[] =>
  signals.filter((one) => one.slot === slot && one.signal === signal);

/** How often a process took the signal from the init since the settled op before. */
export function gotFromInit(seen: Pick<Observed, 'signals' | 'before'>, slot: number, signal: number): Happened {
  const ofInit = (at: Pick<Observed, 'signals'>): number => took(at, slot, signal).filter(({ sender }) => sender === 'init').length;
  const count = ofInit(seen);
  if (count === 0) return happened(`did not get ${signalName(signal)}${isAny(seen.before, ofInit) ? ' again' : ''} from the init`);
  return happened(`got ${signalName(signal)} from the init ${times(count)}`);
}

/** Whether there is one among a settled op and those before it. */
function isAny(seen: Observed | undefined, count: (at: Observed) => number): boolean {
  return seen !== undefined && (count(seen) > 0 || isAny(seen.before, count));
}

/** How often it took it, and from whom: `got SIGINT from the kernel once and from the init once`. */
export function gotInAll(seen: Pick<Observed, 'signals'>, slot: number, signal: number): Happened {
  const all = took(seen, slot, signal);
  const senders = [...new Set(all.map(({ sender }) => sender))];
  const each = senders.map((sender) => `from ${WHO[sender]} ${times(all.filter((one) => one.sender === sender).length)}`);
  return happened(all.length === 0 ? `did not get ${signalName(signal)}` : `got ${signalName(signal)} ${each.join(' and ')}`);
}

const WHO: Record<Taken['sender'], string> = { init: 'the init', kernel: 'the kernel', outside: 'outside', actor: 'another' };

/** That it took one signal from the init before another one; both are among what it took. */
export function gotBefore(seen: Pick<Observed, 'signals'>, slot: number, first: number, second: number): Happened {
  const [one, other] = [first, second].map((signal) => took(seen, slot, signal).map(({ event }) => event));
  const before = Math.min(...(one ?? [])) < Math.max(...(other ?? []));
  return happened(`got ${signalName(before ? first : second)} from the init before ${signalName(before ? second : first)}`);
}

/** The init's end, with what main was last seen to be: the kernel ends all with the init. */
export function endedWithMain(seen: Pick<Observed, 'init' | 'states'>, trace: Pick<Trace, 'exit'>): Happened {
  return happened(`${initNow(seen, trace)} (main was last seen ${SEEN[seenAs(seen, 0)][1]})`);
}

/** The init goes on, with what main is; where it is late with its own end, with how long it sleeps at a time. */
export function goesOnWithMain(seen: Pick<Observed, 'init' | 'states' | 'late'>, trace: Pick<Trace, 'exit'>): Happened {
  const how = seen.late?.due.includes('end') === true ? `sleeps on, for ${seen.late.ms} ms at a time,` : initNow(seen, trace);
  return happened(`${how} and main ${processNow(seen, 0)}`);
}

/** The end of the init as to what it was to wait for: how long after somebody took the signal, or that it was not taken by then. */
export function endedAfter(seen: Pick<Observed, 'init'>, trace: Trace, taken: Taken | undefined, who: string, signal: number): Happened {
  if (taken === undefined) return happened(`${initNow(seen, trace)} before ${who} took ${signalName(signal)}`);
  const since = ((trace.exit?.us ?? 0) - (trace.events[taken.event]?.us ?? 0)) / 1000;
  return happened(`${initNow(seen, trace)} ${since.toFixed(1)} ms after ${who} took ${signalName(taken.signal)}`);
}

/** The init's end, as long after the last moment at which all were at rest, µs of the trace. */
export function endedSince({ exit }: Pick<Trace, 'exit'>, us: number): Happened {
  if (exit === undefined) return happened('has ended');
  return happened(`${ended(exit)} ${((exit.us - us) / 1000).toFixed(1)} ms after all were last at rest`);
}

/** What the terminal is like; `name` says what a process is called. */
export const terminalNow = (
  { terminal }: Pick<Observed, 'terminal'>,
  name: (slot: number) => string,
): Record<'settings' | 'foreground' | 'input', Happened> => ({
  foreground: happened(`has the group of ${name(terminal?.foreground ?? STRANGER)} in its foreground`),
  settings: happened(terminal?.changed === true ? 'has other settings than at the start' : 'has the settings of the start'),
  input: happened(`has ${terminal?.input ?? 0} bytes to be read`),
});
