import { describe, expect, test } from 'vitest';
import { compare } from '../../fuzz/judge/compare.ts';
import type { Checkpoint, Range } from '../../fuzz/judge/model/checkpoint.ts';
import { ADOPTED, BY_INIT, LIFE } from '../../fuzz/judge/life.ts';
import type { Late, Trace, TraceEvent } from '../../fuzz/trace/trace.ts';
import { programOf } from './setting.ts';

const us = 0;
const PROGRAM = programOf({ a: { parent: 'main' } }, []);
const START: TraceEvent[] = [
  { us, kind: 'started', slot: 0, pid: 2, ppid: 1, pgid: 1, sid: 1 },
  { us, kind: 'started', slot: 1, pid: 3, ppid: 2, pgid: 1, sid: 1 },
];
const settled = (index: number, init: 'forever' | 'gone' | 'busy' = 'forever'): TraceEvent => ({ us, kind: 'settled', index, init });
const got = (slot: number, signal: number, from = 1): TraceEvent => ({ us, kind: 'signal', slot, signal, from, code: 0, value: 0 });
const adopted = (slot: number): TraceEvent => ({ us, kind: 'moved', slot, parent: -1, pgid: 1, sid: 1 });
const dead = (slot: number): TraceEvent => ({ us, kind: 'died', slot });

const point = (op: number, more: Partial<Checkpoint> = {}): Checkpoint => ({
  op,
  starts: op === -1,
  states: [LIFE.live, LIFE.live],
  ranges: [],
  terminal: undefined,
  init: 'running',
  ends: [],
  killed: undefined,
  leftUpon: undefined,
  mayExit: [],
  taken: [],
  continues: false,
  leaving: [],
  once: [],
  ordered: false,
  ...more,
});
const range = (signal: number, min: number, max: number): Range => ({ slot: 0, signal, sender: 'init', min, max });

/** Kinds of difference between one checkpoint and these events; the init may signal slot 0 only. */
function kinds(expected: Partial<Checkpoint>, events: TraceEvent[], init: 'forever' | 'gone' | 'busy' = 'forever'): string[] {
  const trace = {
    init: { threads: 1 },
    events: [...START, ...events, settled(0, init)],
    exit: { how: 'exited', code: 0, afterOp: 0, us },
  } as unknown as Trace;
  return compare({ checkpoints: [point(0, expected)] }, trace, PROGRAM, (slot) => slot === 0).differences.map(({ kind }) => kind);
}

test('no difference where all is as predicted', () => {
  expect(kinds({ ranges: [range(15, 1, 1)] }, [got(0, 15)])).toEqual([]);
});

test.each<[string, Partial<Checkpoint>, TraceEvent[], 'forever' | 'gone']>([
  ['signal-lost', { ranges: [range(15, 1, 2)] }, [], 'forever'],
  ['signal-doubled', { ranges: [range(15, 1, 1)] }, [got(0, 15), got(0, 15)], 'forever'],
  ['signal-invented', {}, [got(0, 15)], 'forever'],
  ['stray-signal', {}, [got(1, 15)], 'forever'],
  ['other-signal', {}, [got(0, 15, 0)], 'forever'],
  ['signal-invented', {}, [dead(0)], 'forever'],
  ['harmed', {}, [dead(1)], 'forever'],
  ['zombie-left', { states: [LIFE.live, LIFE.gone | ADOPTED] }, [adopted(1), dead(1)], 'forever'],
  ['zombie-left', { states: [LIFE.live, LIFE.gone | ADOPTED] }, [dead(1)], 'forever'],
  ['other-life', { states: [LIFE.live, LIFE.gone] }, [dead(1)], 'forever'],
  ['signal-lost', { states: [LIFE.gone | BY_INIT, LIFE.live] }, [], 'forever'],
  ['signal-lost', { states: [LIFE.gone | BY_INIT, LIFE.gone | ADOPTED] }, [dead(1)], 'forever'],
  ['left-early', {}, [], 'gone'],
  ['stays', { init: 'leaves', ends: [0] }, [dead(0)], 'forever'],
  ['signal-lost', { init: 'leaves', ends: [-15], states: [LIFE.gone | BY_INIT] }, [], 'forever'],
])('%s', (kind, expected, events, init) => {
  expect(kinds(expected, events, init)).toEqual([kind]);
});

/** Differences, with the sleep of an init that is late with these. */
function lateWith(due: Late['due'], expected: Partial<Checkpoint>, events: TraceEvent[]): [string, number | undefined][] {
  const at: TraceEvent = { us, kind: 'settled', index: 0, init: 'asleep', late: { ms: 5000, due } };
  const trace = { init: { threads: 1 }, events: [...START, ...events, at] } as unknown as Trace;
  const { differences } = compare({ checkpoints: [point(0, expected)] }, trace, PROGRAM, (slot) => slot === 0);
  return differences.map(({ kind, late }) => [kind, late]);
}

test.each<[string, Late['due'][number], Partial<Checkpoint>, TraceEvent[]]>([
  ['zombie-left', 'zombie', { states: [LIFE.live, LIFE.gone | ADOPTED] }, [adopted(1), dead(1)]],
  ['stays', 'end', { init: 'leaves', ends: [0] }, [dead(0)]],
  ['signal-lost', 'signal', { ranges: [range(15, 1, 1)] }, []],
])('%s is late where just that is due: %s', (kind, due, expected, events) => {
  const others = (['end', 'zombie', 'signal'] as const).filter((other) => other !== due);
  expect(lateWith([due], expected, events)).toEqual([[kind, 5000]]);
  expect(lateWith(others, expected, events)).toEqual([[kind, undefined]]);
});

test.each(['forever', 'gone'] as const)(
  'of a main that never started nothing else is said, also where it should have ended: %s',
  (init) => {
    const trace = {
      init: { threads: 1 },
      events: [settled(-1, init)],
      exit: { how: 'exited', code: 1, afterOp: -1, us },
    } as unknown as Trace;
    const due = point(-1, { init: 'leaves', ends: [0], ranges: [range(15, 1, 1)], states: [LIFE.gone, LIFE.unborn] });
    expect(compare({ checkpoints: [due] }, trace, PROGRAM, () => true).differences.map(({ kind }) => kind)).toEqual(['never-started']);
  },
);

test('SIGCHLD of the kernel’s is not followed', () => {
  expect(kinds({}, [{ us, kind: 'signal', slot: 0, signal: 17, from: 3, code: 1, value: 0 }])).toEqual([]);
});

test('order counts where the checkpoint says so, the synchronous six first', () => {
  const ranges = [range(1, 1, 1), range(10, 1, 1), range(11, 1, 1)];
  expect(kinds({ ranges }, [got(0, 10), got(0, 1), got(0, 11)])).toEqual([]);
  expect(kinds({ ranges, ordered: true }, [got(0, 11), got(0, 1), got(0, 10)])).toEqual([]);
  expect(kinds({ ranges, ordered: true }, [got(0, 11), got(0, 10), got(0, 1)])).toEqual(['signal-out-of-order']);
});

describe('only what was compared counts', () => {
  const run = (events: TraceEvent[]): ReturnType<typeof compare> => {
    const checkpoints = [point(0), point(1, { ranges: [range(15, 1, 1)] }), point(2, { ranges: [range(10, 1, 1)] })];
    return compare({ checkpoints }, { init: { threads: 1 }, events: [...START, ...events] } as unknown as Trace, PROGRAM, () => true);
  };

  test('the first op at which they differ', () => {
    expect(run([settled(0), settled(1), settled(2)]).differences.map(({ op, signal }) => [op, signal])).toEqual([[1, 15]]);
  });

  test('nothing behind an init that did not come to rest, or a run that ended early', () => {
    expect(run([settled(0), settled(1, 'busy')])).toEqual({ differences: [], complete: false });
    expect(run([settled(0)])).toEqual({ differences: [], complete: false });
  });
});

describe('what follows from another difference is not told', () => {
  const both = (got: TraceEvent[], expected: Partial<Checkpoint>): string[] => kinds(expected, got);

  test('the death of a process that got what it should not', () => {
    expect(both([got(0, 15), dead(0)], {})).toEqual(['signal-invented']);
  });

  test('but a zombie of the init is one, whatever else there is', () => {
    expect(both([got(0, 15), adopted(1), dead(1)], { states: [LIFE.live, LIFE.gone | ADOPTED] })).toEqual([
      'signal-invented',
      'zombie-left',
    ]);
  });

  test('nor is anything hidden by what no property names', () => {
    expect(both([got(0, 15, 0), dead(1)], {})).toEqual(['other-signal', 'harmed']);
  });
});
