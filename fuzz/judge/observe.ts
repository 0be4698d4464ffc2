/** The trace as the model speaks: what was seen at each settled op. */
import { INIT, type InitState, type Late, STRANGER, type Trace, type TraceEvent } from '../trace/trace.ts';
import { LIFE, STOPPED } from './model/checkpoint.ts';
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
  /** By slot: a bit of LIFE, and STOPPED. Several points share what has not changed between them. */
  states: readonly number[];
  /** Signals taken since the settled op before, in order. */
  signals: readonly Taken[];
  /** The terminal as last seen: the group in its foreground, by its founder. */
  terminal: { foreground: number; input: number; changed: boolean } | undefined;
  /** Index of the `settled` event. */
  event: number;
}

type SignalEvent = Extract<TraceEvent, { kind: 'signal' }>;

/** kill(2) and sigqueue(3) give codes up to 0; what is above is the kernel's own (sigaction(2), si_code). */
export function senderOf(event: SignalEvent): Sender {
  if (event.code > 0) return 'kernel';
  if (event.from === 1) return 'init';
  return event.from === 0 ? 'outside' : 'actor';
}

/** Shared: at most settled ops nobody has taken any. */
const NO_SIGNALS: readonly Taken[] = [];

/** One entry for each `settled` event of the trace. */
export function observe(trace: Trace, slots: number): Observed[] {
  const points: Observed[] = [];
  let states: readonly number[] = new Array<number>(slots).fill(LIFE.unborn);
  let signals: Taken[] | undefined;
  let terminal: Observed['terminal'];
  trace.events.forEach((event, index) => {
    if (event.kind === 'signal') {
      signals ??= [];
      signals.push({ slot: event.slot, signal: event.signal, sender: senderOf(event), event: index });
    } else if (event.kind === 'settled') {
      points.push({ op: event.index, init: event.init, late: event.late, states, signals: signals ?? NO_SIGNALS, terminal, event: index });
      signals = undefined;
    } else if (event.kind === 'terminal') {
      terminal = { foreground: founderOf(trace.events.slice(0, index), event.foreground), input: event.input, changed: event.changed };
    } else if (event.kind in FOLLOW) states = follow(states, event as Change);
  });
  return points;
}

/** The process that has the id inside: the last one that has got it. */
function founderOf(events: readonly TraceEvent[], pid: number): number {
  if (pid === 1) return INIT;
  const started = events.findLast((event) => event.kind === 'started' && event.pid === pid);
  return started?.kind === 'started' ? started.slot : STRANGER;
}

type Change = Extract<TraceEvent, { kind: keyof typeof FOLLOW }>;

/** What becomes of the state of the process that the event is of. */
const FOLLOW = {
  started: (state: number) => (state === LIFE.unborn ? LIFE.live : state),
  died: () => LIFE.zombie,
  gone: () => LIFE.gone,
  stopped: (state: number) => state | STOPPED,
  continued: (state: number) => state & ~STOPPED,
};

const follow = (states: readonly number[], { kind, slot }: Change): number[] => states.with(slot, FOLLOW[kind](states[slot] ?? 0));
