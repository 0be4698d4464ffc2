import { expect, test } from 'vitest';
import { gotFromInit } from '../../fuzz/judge/happened.ts';
import { ADOPTED, LIFE, STOPPED } from '../../fuzz/judge/life.ts';
import { observe, senderOf } from '../../fuzz/judge/observe.ts';
import type { Trace, TraceEvent } from '../../fuzz/trace/trace.ts';

const us = 0;
const trace = (...events: TraceEvent[]): Trace => ({ events }) as Trace;
const started = (slot: number): TraceEvent => ({ us, kind: 'started', slot, pid: slot + 2, ppid: 1, pgid: 1, sid: 1 });
const settled = (index: number): TraceEvent => ({ us, kind: 'settled', index, init: 'forever' });
const signal = (from: number, code: number): Extract<TraceEvent, { kind: 'signal' }> => ({
  us,
  kind: 'signal',
  slot: 0,
  signal: 15,
  from,
  code,
  value: 0,
});

test('follows lives and stops from one settled op to the next', () => {
  const seen = observe(
    trace(
      started(0),
      settled(-1),
      started(1),
      { us, kind: 'stopped', slot: 0 },
      settled(0),
      { us, kind: 'died', slot: 0 },
      { us, kind: 'gone', slot: 1 },
      settled(2),
    ),
    2,
  );
  expect(seen.map(({ op, states }) => [op, states])).toEqual([
    [-1, [LIFE.live | ADOPTED, LIFE.unborn]],
    [0, [LIFE.live | STOPPED | ADOPTED, LIFE.live | ADOPTED]],
    [2, [LIFE.zombie | ADOPTED, LIFE.gone | ADOPTED]],
  ]);
});

test('gathers signals in order, each with its place in the trace', () => {
  const [first, second] = observe(trace(signal(1, 0), signal(0, 0), settled(0), signal(3, -1), settled(1)), 1);
  expect(first?.signals.map(({ sender, event }) => [sender, event])).toEqual([
    ['init', 0],
    ['outside', 1],
  ]);
  expect(second?.signals.map(({ sender, event }) => [sender, event])).toEqual([['actor', 3]]);
});

test('says of a signal that did not come whether it had come before', () => {
  const seen = observe(trace(settled(0), signal(0, 0), settled(1), signal(1, 0), settled(2), settled(3)), 1);
  expect(seen.map((point) => gotFromInit(point, 0, 15))).toEqual([
    'did not get SIGTERM from the init',
    'did not get SIGTERM from the init',
    'got SIGTERM from the init once',
    'did not get SIGTERM again from the init',
  ]);
});

test('tells senders apart by si_pid and si_code', () => {
  expect([signal(1, 0), signal(0, 0), signal(7, -1), signal(0, 128), signal(1, 1)].map(senderOf)).toEqual([
    'init',
    'outside',
    'actor',
    'kernel',
    'kernel',
  ]);
});
