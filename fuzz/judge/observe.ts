/** The trace as the model speaks: what was seen at each settled op. */
import { INIT, type InitState, type Late, STRANGER, type Trace, type TraceEvent } from '../trace/trace.ts';
import { ADOPTED, LIFE, STOPPED } from './life.ts';
import type { Sender } from './model/world.ts';

export interface Taken {
  slot: number;
  signal: number;
  sender: Sender;
  event: number;
}

export interface Observed {
  op: number;
  init: InitState;
  late: Late | undefined;
  /** By slot: a bit of LIFE, STOPPED, and ADOPTED where its parent is the init. Several points share what has not changed between them. */
  states: readonly number[];
  /** Signals taken since the settled op before, in order. */
  signals: readonly Taken[];
  /** The terminal as last seen: the group in its foreground, by its founder. */
  terminal: { foreground: number; input: number; changed: boolean } | undefined;
  /** Index of the `settled` event. */
  event: number;
  /** The settled op before. */
  before?: Observed | undefined;
}

type SignalEvent = Extract<TraceEvent, { kind: 'signal' }>;

/** kill(2) and sigqueue(3) give codes up to 0; what is above is the kernel's own (sigaction(2), si_code). */
export function senderOf(event: SignalEvent): Sender {
  if (event.code > 0) return 'kernel';
  if (event.from === 1) return 'init';
  return event.from === 0 ? 'outside' : 'actor';
}

/** Of main, where that is PID 1. */
const ofFirst = ({ code }: SignalEvent): Sender => (code > 0 ? 'kernel' : 'actor');

/** Shared: at most settled ops nobody has taken any. */
const NO_SIGNALS: readonly Taken[] = [];

/** One entry for each `settled` event of the trace. `command`: PID 1 is main, and no init. */
export function observe(trace: Trace, slots: number, command?: true): Observed[] {
  const points: Observed[] = [];
  let states: readonly number[] = new Array<number>(slots).fill(LIFE.unborn);
  let signals: Taken[] | undefined;
  let terminal: Observed['terminal'];
  trace.events.forEach((event, index) => {
    if (event.kind === 'signal') {
      signals ??= [];
      signals.push({
        slot: event.slot,
        signal: event.signal,
        sender: command && event.from === 1 ? ofFirst(event) : senderOf(event),
        event: index,
      });
    } else if (event.kind === 'settled') {
      const { index: op, init, late } = event;
      points.push({ op, init, late, states, signals: signals ?? NO_SIGNALS, terminal, event: index, before: points.at(-1) });
      signals = undefined;
    } else if (event.kind === 'terminal') {
      terminal = { foreground: founderOf(trace.events.slice(0, index), event.foreground), input: event.input, changed: event.changed };
    } else if (event.kind in FOLLOW) states = follow(states, event as Change, command ? ~ADOPTED : ~0);
  });
  return points;
}

/** The process that has the id inside: the last one that has got it. */
function founderOf(events: readonly TraceEvent[], pid: number): number {
  if (pid === 1) return INIT;
  const started = events.findLast((event) => event.kind === 'started' && event.pid === pid);
  return started?.kind === 'started' ? started.slot : STRANGER;
}

type Kind = 'started' | 'died' | 'gone' | 'stopped' | 'continued' | 'moved';
type Change = Extract<TraceEvent, { kind: Kind }>;

/** What becomes of the state of the process that the event is of. */
const FOLLOW: { [K in Kind]: (state: number, event: Extract<TraceEvent, { kind: K }>) => number } = {
  // Who is PID 1 for it is the init.
  started: (state, { ppid }) => (state & LIFE.unborn ? LIFE.live | (ppid === 1 ? ADOPTED : 0) : state),
  died: (state) => LIFE.zombie | (state & ADOPTED),
  gone: (state) => LIFE.gone | (state & ADOPTED),
  stopped: (state) => state | STOPPED,
  continued: (state) => state & ~STOPPED,
  moved: (state, { parent }) => (parent === INIT ? state | ADOPTED : state & ~ADOPTED),
};

const follow = (states: readonly number[], event: Change, kept: number): number[] =>
  states.with(event.slot, kept & (FOLLOW[event.kind] as (state: number, event: Change) => number)(states[event.slot] ?? 0, event));
