/** Stories of made-up traces: which lines there are, where the fault is marked, what is left out where there are too many. */
import { describe, expect, test } from 'vitest';
import { type StoryLine, tellStory } from '../../fuzz/campaign/story.ts';
import { compile } from '../../fuzz/compile/compile.ts';
import type { Program } from '../../fuzz/compile/program.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import type { Trace, TraceEvent } from '../../fuzz/trace/trace.ts';

const program: Program = compile({
  version: 1,
  launch: {},
  actors: { main: {}, orphan: { parent: 'main', copies: 60 } },
  steps: [{ signal: { signal: 'SIGTERM', to: 'init' } }, { fork: 'orphan' }],
} as Scenario);

type Made = { [K in TraceEvent['kind']]: Omit<Extract<TraceEvent, { kind: K }>, 'us'> }[TraceEvent['kind']];

function traceOf(events: readonly Made[], more: Partial<Trace> = {}): Trace {
  const timed = events.map((event, n) => ({ us: 1000 * n, ...event }) as TraceEvent);
  return { events: timed, starts: 1, init: {} as Trace['init'], stdout: '', stderr: '', us: 0, lentUs: 0, ...more };
}

const started = (slot: number): Made => ({ kind: 'started', slot, pid: slot + 2, ppid: 1, pgid: 1, sid: 1 });
const settled: Made = { kind: 'settled', index: 1, init: 'forever' };
const gone: Made = { kind: 'settled', index: 1, init: 'gone' };
const exit: Trace['exit'] = { how: 'exited', code: 3, afterOp: 1, us: 9000 };

const shown = (lines: readonly StoryLine[]): string[] =>
  lines.map(({ who, what, fault, skipped }) => `${skipped === undefined ? '' : `(${skipped}) `}${fault ? '✕ ' : ''}${who} ${what}`);

describe('the moment of the fault', () => {
  const events = [started(0), { kind: 'op', index: 0 } as Made, settled, started(1), started(2)];

  test('is marked, and all ends with the event after it', () => {
    expect(shown(tellStory(program, traceOf(events), { event: 0 }))).toEqual([
      '✕ main runs as pid 2, child of 1',
      'harness SIGTERM to init',
    ]);
  });

  test('is told of a look, of which nothing is told else', () => {
    expect(shown(tellStory(program, traceOf(events), { event: 2 }))).toEqual([
      'main runs as pid 2, child of 1',
      'harness SIGTERM to init',
      '✕ harness all is at rest: the init sleeps',
      'orphan#1 runs as pid 3, child of 1',
    ]);
    expect(shown(tellStory(program, traceOf(events.slice(0, 3))))).toHaveLength(2);
  });

  test.each([
    ['by the number of events', 2],
    ['by the look that found the init gone', 1],
  ])('is the end of the init: %s', (_, event) => {
    expect(shown(tellStory(program, traceOf([started(0), gone], { exit }), { event }))).toEqual([
      'main runs as pid 2, child of 1',
      '✕ init exits with 3',
    ]);
  });
});

describe('of more than a screen', () => {
  const many = Array.from({ length: 60 }, (_, n) => started(n + 1));
  const events: Made[] = [started(0), { kind: 'op', index: 0 }, ...many, settled];

  test('there are the lines about main, the init, what was sent and the fault, then the latest', () => {
    const story = shown(tellStory(program, traceOf(events), { event: 62, said: 'main did not get SIGTERM from the init' }));
    expect(story).toHaveLength(24);
    expect(story.slice(0, 2)).toEqual(['main runs as pid 2, child of 1', 'harness SIGTERM to init']);
    expect(story[2]).toBe('(39) orphan#40 runs as pid 42, child of 1');
    expect(story.at(-1)).toBe('✕ harness all is at rest: the init sleeps');
  });

  test('whom the fault is about is there however long ago', () => {
    const story = shown(tellStory(program, traceOf(events), { event: 62, said: 'orphan#1 is a zombie of the init, but should be reaped' }));
    expect(story).toContain('orphan#1 runs as pid 3, child of 1');
  });

  test('all of it is there where it is asked for', () => {
    const story = tellStory(program, traceOf(events), { whole: true });
    expect(story).toHaveLength(62);
    expect(story.every(({ skipped }) => skipped === undefined)).toBe(true);
  });
});

test('nothing is told of a record that was tampered with', () => {
  expect(tellStory(program, traceOf([started(0)], { tampered: ['record'] }))).toEqual([]);
});
