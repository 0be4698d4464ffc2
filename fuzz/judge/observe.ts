/** The trace as the model speaks: what was seen at each settled op. */
import type { InitState, Trace, TraceEvent } from '../trace/trace.ts';
import { LIFE, zeros } from './model/checkpoint.ts';
import type { Sender } from './model/world.ts';

export interface Observed {
  op: number;
  init: InitState;
  /** One bit of LIFE for each slot. */
  life: number[];
  stopped: number[];
  /** Signals taken since the settled op before, in order. */
  signals: { slot: number; signal: number; sender: Sender; event: number }[];
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

/** One entry for each `settled` event of the trace. */
export function observe(trace: Trace, slots: number): Observed[] {
  const points: Observed[] = [];
  const life = zeros(slots).fill(LIFE.unborn);
  const stopped = zeros(slots);
  let signals: Observed['signals'] = [];
  trace.events.forEach((event, index) => {
    if (event.kind === 'signal') signals.push({ slot: event.slot, signal: event.signal, sender: senderOf(event), event: index });
    else if (event.kind === 'settled') {
      points.push({ op: event.index, init: event.init, life: life.slice(), stopped: stopped.slice(), signals, event: index });
      signals = [];
    } else follow(event, life, stopped);
  });
  return points;
}

function follow(event: TraceEvent, life: number[], stopped: number[]): void {
  switch (event.kind) {
    case 'started':
      if (life[event.slot] === LIFE.unborn) life[event.slot] = LIFE.live;
      break;
    case 'died':
      life[event.slot] = LIFE.zombie;
      stopped[event.slot] = 0;
      break;
    case 'gone':
      life[event.slot] = LIFE.gone;
      break;
    case 'stopped':
      stopped[event.slot] = 1;
      break;
    case 'continued':
      stopped[event.slot] = 0;
      break;
  }
}
