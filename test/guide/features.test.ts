/** Features say what happened, and nothing of when, or to which of many alike. */
import { expect, test } from 'vitest';
import { featuresOf, type Shown } from '../../fuzz/guide/features.ts';
import type { Step } from '../../fuzz/scenario/scenario.ts';
import type { TraceEvent } from '../../fuzz/trace/trace.ts';
import { programOf } from '../judge/setting.ts';

type Happening = TraceEvent extends infer T ? (T extends { us: number } ? Omit<T, 'us'> : never) : never;

function shown(steps: Step[], events: Happening[], us = 0): string[] {
  const trace = { events: events.map((event, index) => ({ us: us + index, ...event })), starts: 1 } as unknown as Shown['trace'];
  return [...featuresOf({ program: programOf({ a: { parent: 'main' } }, steps), trace, judgements: [] })].sort();
}

const TERM: Step = { signal: { signal: 'SIGTERM', to: 'init' } };
const took = (signal: number): Happening => ({ kind: 'signal', slot: 0, signal, from: 1, code: 0, value: 0 });
const rest: Happening = { kind: 'settled', index: 0, init: 'forever' };

test('neither times nor numbers of signals of one kind tell runs apart', () => {
  const HUP: Step = { signal: { signal: 'SIGHUP', to: 'init' } };
  const op: Happening = { kind: 'op', index: 0 };
  expect(shown([TERM], [op, took(15), rest])).toEqual(shown([HUP], [op, took(1), rest], 5000));
});

test('what follows what does, and what the init was when it came, how many at once, and whether signals merged', () => {
  const once = shown([TERM], [{ kind: 'op', index: 0 }, took(15), rest]);
  const twice = shown([{ together: [TERM, TERM] }], [{ kind: 'op', index: 0 }, { kind: 'op', index: 1 }, took(15), rest]);
  expect(once).toContain('starting, terminate to init: forever');
  expect(once).toContain('terminate sent 1, seen 1');
  expect(twice).toContain('terminate sent 2, seen 1');
  expect(shown([TERM], [took(15), took(15), rest])).toContain('main:  > init terminate > init terminate');
});

test('where the init was held, and what happened there, does', () => {
  const held: Happening = { kind: 'held', of: 'init', when: 'exit', index: 3, call: 61, takes: [] };
  const features = shown([TERM, { at: { call: 'wait4', do: [TERM] } }], [held, { kind: 'op', index: 2 }, rest]);
  expect(features).toContain('init exit wait4: terminate to init');
  expect(features).toContain('init exit wait4: forever');
});
