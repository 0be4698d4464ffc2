/** Timelines of made-up traces: lifelines with their spans, moments, the moment of the fault, limits. */
import { expect, test } from 'vitest';
import { type Timeline, timelineOf } from '../../fuzz/campaign/timeline.ts';
import { compile } from '../../fuzz/compile/compile.ts';
import type { Program } from '../../fuzz/compile/program.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import type { Trace, TraceEvent } from '../../fuzz/trace/trace.ts';

const program: Program = compile({
  version: 1,
  launch: {},
  actors: { main: {}, worker: { parent: 'main' } },
  steps: [{ fork: 'worker' }, { signal: { signal: 'SIGTERM', to: 'init' } }, { exit: { actor: 'main', code: 3 } }],
} as Scenario);

const start = { pgid: 1, sid: 1 };
const EVENTS: TraceEvent[] = [
  { us: 500, kind: 'started', slot: 0, pid: 2, ppid: 1, ...start },
  { us: 600, kind: 'op', index: 0 },
  { us: 700, kind: 'started', slot: 1, pid: 3, ppid: 2, ...start },
  { us: 1000, kind: 'op', index: 1 },
  { us: 1200, kind: 'signal', slot: 0, signal: 15, from: 1, code: 0, value: 0 },
  { us: 1300, kind: 'stopped', slot: 1 },
  { us: 1500, kind: 'continued', slot: 1 },
  { us: 1600, kind: 'died', slot: 0 },
  { us: 1700, kind: 'gone', slot: 0 },
  { us: 1700, kind: 'moved', slot: 1, parent: -1, pgid: 1, sid: 1 },
  { us: 2000, kind: 'settled', index: 2, init: 'gone' },
];
const trace = (more: Partial<Trace> = {}): Trace => ({
  events: EVENTS,
  starts: 1,
  init: {} as Trace['init'],
  stdout: '',
  stderr: '',
  us: 3000,
  lentUs: 0,
  exit: { how: 'exited', code: 3, afterOp: 2, us: 1900 },
  ...more,
});
const of = (fault?: { event: number; said: string }, more: Partial<Trace> = {}): Timeline =>
  timelineOf(program, trace(more), fault) as Timeline;

test('each process has a lifeline below its parent, with what it was in which span', () => {
  expect(of().lives).toEqual([
    { who: 'init', pid: 1, spans: [{ is: 'running', from: 0, to: 1.9 }], end: 'exits with 3' },
    {
      who: 'main',
      pid: 2,
      under: 'init',
      spans: [
        { is: 'running', from: 0.5, to: 1.6 },
        { is: 'zombie', from: 1.6, to: 1.7 },
      ],
    },
    {
      who: 'worker',
      pid: 3,
      under: 'main',
      spans: [
        { is: 'running', from: 0.7, to: 1.3 },
        { is: 'stopped', from: 1.3, to: 1.5 },
        { is: 'running', from: 1.5, to: 2 },
      ],
    },
  ]);
});

test('moments name the process that acts and the one that it acts on, in their order', () => {
  expect(of().moments.map(({ ms, kind, who, from, what }) => [ms, kind, from ?? '', who, what])).toEqual([
    [0.5, 'started', 'init', 'main', 'pid 2'],
    [0.6, 'done', '', 'harness', 'fork worker'],
    [0.7, 'started', 'main', 'worker', 'pid 3'],
    [1, 'sent', 'harness', 'init', 'SIGTERM'],
    [1.2, 'received', 'init', 'main', 'SIGTERM'],
    [1.6, 'ended', '', 'main', 'is a zombie'],
    [1.7, 'reaped', 'init', 'main', ''],
    [1.7, 'moved', 'init', 'worker', 'is a child of init now'],
  ]);
});

test.each([
  ['an event', 4, 1.2],
  ['a look at which the init was gone: its end', 10, 1.9],
  ['the number of events: its end', 11, 1.9],
])('the fault shows at %s', (_, event, ms) => {
  expect(of({ event, said: '' }).moments.find(({ kind }) => kind === 'fault')?.ms).toBe(ms);
});

test('of a record that was tampered with there is none', () =>
  expect(timelineOf(program, trace({ tampered: ['record'] }))).toBeUndefined());

test('what there is no room for is counted', () => {
  const events = [
    ...EVENTS,
    ...Array.from({ length: 100 }, (): TraceEvent => ({ us: 1800, kind: 'signal', slot: 1, signal: 10, from: 0, code: 0, value: 0 })),
  ];
  const { moments, more } = of(undefined, { events });
  expect([moments.length, more]).toEqual([60, 48]);
});
