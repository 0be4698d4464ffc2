import { expect, test } from 'vitest';
import { cutShort } from '../../fuzz/judge/cut-short.ts';
import type { Difference, Make } from '../../fuzz/judge/difference.ts';
import type { Contract } from '../../fuzz/judge/contract.ts';
import { predict } from '../../fuzz/judge/model/predict.ts';
import { observe } from '../../fuzz/judge/observe.ts';
import { PLAIN } from '../../fuzz/judge/plain-contract.ts';
import type { Actor, Step } from '../../fuzz/scenario/scenario.ts';
import type { Trace, TraceEvent } from '../../fuzz/trace/trace.ts';
import { programOf } from './setting.ts';

const TERM: Step = { signal: { signal: 'SIGTERM', to: 'init' } };
const SLOW: Actor = { on: { SIGTERM: { exit: 0, after: '20ms' } } };

/**
 * ms that somebody had left when the init was gone; undefined where nothing says so. `taken`: when main took SIGTERM, `end`: when the init
 * ended; µs.
 */
function msLeft(main: Actor, steps: Step[], taken: number | undefined, end: number, contract: Partial<Contract> = {}): number | undefined {
  const program = programOf({ main }, steps);
  const point = predict(program, { ...PLAIN, ...contract }).checkpoints.at(-1);
  const last = steps.length - 1;
  const events: TraceEvent[] = [
    { us: 0, kind: 'started', slot: 0, pid: 2, ppid: 1, pgid: 1, sid: 1 },
    ...(taken === undefined ? [] : [{ us: taken, kind: 'signal', slot: 0, signal: 15, from: 1, code: 0, value: 0 } as const]),
    { us: end, kind: 'settled', index: last, init: 'gone' },
  ];
  const trace = { events, exit: { how: 'exited', code: 0, afterOp: last, us: end } } as unknown as Trace;
  const seen = observe(trace, 1).at(-1);
  if (point === undefined || seen === undefined) throw new Error('Expected a settled op');
  const at: Make = (kind, what) => ({ kind, slot: -1, signal: 0, op: last, event: 0, ...what }) as Difference;
  return cutShort(point, seen, trace, () => 'main', at)?.leftMs;
}

test('an init that was gone before main can have ended was early, by what was left', () => {
  expect(msLeft(SLOW, [TERM], 1000, 3000)).toBeCloseTo(18, 2);
});

test('one that was gone later may have waited', () => {
  expect(msLeft(SLOW, [TERM], 1000, 21_000)).toBeUndefined();
  expect(msLeft(SLOW, [TERM], 1000, 900_000)).toBeUndefined();
});

test('one that was gone before main took the signal did not wait for all that it takes', () => {
  expect(msLeft(SLOW, [TERM], undefined, 3000)).toBe(20);
});

test('nothing is said where main may have ended by something else', () => {
  expect(msLeft({}, [TERM], undefined, 3000)).toBeUndefined();
  expect(msLeft(SLOW, [{ together: [TERM, { die: { actor: 'main', signal: 'SIGKILL' } }] }], 1000, 3000)).toBeUndefined();
  expect(msLeft(SLOW, [{ exit: { actor: 'main', code: 0 } }], undefined, 3000)).toBeUndefined();
});

test('nor where it was on its way out before', () => {
  const steps: Step[] = [{ stop: 'main' }, TERM, { signal: { signal: 'SIGTERM', to: 'main' } }, { continue: 'main' }];
  expect(msLeft(SLOW, steps, 1000, 900_000)).toBeUndefined();
});
