/** From a trace with recorded calls to what the init did: acts, each in its phase. */
import { callName } from '../scenario/calls.ts';
import type { CallEvent, Trace } from '../trace/trace.ts';
import { classOf, isFree, isToldByName, type Phase } from './classes.ts';
import { RULES } from './rules.ts';

/** Something that an init did. `act` is constant text: class, or class and argument. */
export interface Act {
  phase: Phase;
  act: string;
  /** Index of its event in the trace. */
  event: number;
}

/** What a descriptor is of that the init was started with beside the standard ones. */
const INHERITED = 'a descriptor that it was started with';

type Descriptors = Map<number, string>;

interface Reader {
  phase: Phase;
  main: number;
  /** By process; 0 is the init. */
  open: Map<number, Descriptors>;
  /** Calls that have been entered, by process. */
  entered: Map<number, { name: string; act: string }>;
}

/** Calls that may make a process. */
const FORKS = new Set(['fork', 'vfork', 'clone', 'clone3']);

/** All acts that say something, in order. A trace without recorded calls has none. */
export function actsOf(trace: Trace): Act[] {
  const reader: Reader = { phase: 'start', main: 0, open: new Map(), entered: new Map() };
  const acts: Act[] = [];
  for (const [event, happened] of trace.events.entries()) {
    if (happened.kind !== 'call') continue;
    if (happened.when === 'exit') leaves(reader, happened);
    else {
      const phase = happened.who === 0 ? reader.phase : 'child';
      const act = enters(reader, happened);
      if (!isFree(phase, act)) acts.push({ phase, act, event });
    }
  }
  return acts;
}

function enters(reader: Reader, { who, call, args = [], path = '' }: CallEvent): string {
  const name = callName(call);
  const act = actOf(reader, name, who, args, path);
  reader.entered.set(who, { name, act });
  if (name === 'close') descriptorsOf(reader, who).delete(args[0] ?? -1);
  return act;
}

function actOf(reader: Reader, name: string, who: number, args: readonly number[], path: string): string {
  const rule = RULES[name];
  if (rule !== undefined) {
    return rule({ name, args, path, main: reader.main, descriptor: (number) => descriptor(reader, who, number) });
  }
  const known = classOf(name);
  if (known === undefined) return name;
  return isToldByName(known) ? `${known}: ${name}` : known;
}

function descriptor(reader: Reader, who: number, number: number): string {
  return descriptorsOf(reader, who).get(number) ?? (number <= 2 ? 'standard' : INHERITED);
}

/** A process has those of the init at first (fork(2)). */
function descriptorsOf(reader: Reader, who: number): Descriptors {
  const own = reader.open.get(who) ?? new Map(reader.open.get(0));
  reader.open.set(who, own);
  return own;
}

function leaves(reader: Reader, { who, result }: CallEvent): void {
  const entered = reader.entered.get(who);
  if (entered === undefined || result < 0) return;
  const { name, act } = entered;
  const opened = openedBy(name, act);
  if (opened !== undefined) descriptorsOf(reader, who).set(result, opened);
  // Its phase ends with the first process that it makes.
  if (who === 0 && FORKS.has(name) && reader.phase === 'start' && act !== 'thread') {
    reader.phase = 'supervising';
    reader.main = result;
  }
}

/** What the descriptor is of that the call has returned; undefined for a call that returns none. */
function openedBy(name: string, act: string): string | undefined {
  if (name.startsWith('signalfd')) return 'signals';
  if (name === 'socket') return 'a socket';
  if (name === 'memfd_create') return 'a memfd';
  return /^open(?: to write)?: (.*)$/.exec(act)?.[1];
}
