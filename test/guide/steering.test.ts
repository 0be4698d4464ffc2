import { expect, test } from 'vitest';
import { scenarioAt } from '../../fuzz/generate/seeds.ts';
import { contains, passesOver } from '../../fuzz/guide/steering.ts';
import type { Actor, Launch, Scenario, Step } from '../../fuzz/scenario/scenario.ts';

const scenario = (steps: Step[], launch: Launch = {}, actors: Record<string, Actor> = {}): Scenario => ({
  version: 1,
  launch,
  actors: { main: {}, ...actors },
  steps,
});
const term: Step = { signal: { signal: 'SIGTERM', to: 'init' } };
const exit = (actor: string): Step => ({ exit: { actor, code: 3 } });
const worker = { worker: { parent: 'main' } };

test('a scenario contains itself, and what has more beside it contains it', () => {
  for (let index = 0; index < 200; index++) {
    const one = scenarioAt(1, index);
    expect(contains(one, one)).toBe(true);
    expect(contains(one, { ...one, steps: [{ wait: '20ms' }, ...one.steps], launch: { nice: 3, ...one.launch } })).toBe(true);
  }
});

test('of the launch each setting counts, and of a list each entry', () => {
  const known = scenario([], { ignored: ['SIGCHLD'] });
  expect(contains(known, scenario([term], { ignored: ['SIGHUP', 'SIGCHLD'], umask: 7 }))).toBe(true);
  expect(contains(known, scenario([term], { ignored: ['SIGHUP'] }))).toBe(false);
  expect(contains(known, scenario([term], { blocked: ['SIGCHLD'] }))).toBe(false);
});

test('steps count in their order, by what they are and not by whom they happen to; what is noted does not count', () => {
  const known = scenario([term, { fork: 'worker' }, exit('worker')], {}, worker);
  expect(
    contains(known, scenario([{ fork: 'x' }, term, { fork: 'y' }, exit('x')], {}, { x: { parent: 'main' }, y: { parent: 'x' } })),
  ).toBe(true);
  expect(contains(known, scenario([{ fork: 'worker' }, exit('worker'), term], {}, worker))).toBe(false);
  expect(contains(known, scenario([term, { fork: 'worker' }, exit('main')], {}, worker))).toBe(false);
  expect(contains(scenario([], {}, { main: { on: { all: 'note' } } }), scenario([]))).toBe(true);
  expect(contains(scenario([], {}, { main: { on: { SIGTERM: 'ignore' } } }), scenario([]))).toBe(false);
});

test('of a placement the call counts, and what happens there', () => {
  const at = (call: string, ...held: [] | [{ signal: { signal: 'SIGTERM'; to: 'init' } }]): Step => ({ at: { call, nth: 4, do: held } });
  const known = scenario([{ at: { call: 'clone', do: [{ signal: { signal: 'SIGTERM', to: 'init' } }] } }]);
  expect(contains(known, scenario([at('clone', { signal: { signal: 'SIGTERM', to: 'init' } })]))).toBe(true);
  expect(contains(known, scenario([at('clone')]))).toBe(false);
  expect(contains(known, scenario([term]))).toBe(false);
});

test('what leads to what is known is passed over nine times of ten, always the same ones; what does not never is', () => {
  const known = [scenario([], { ignored: ['SIGCHLD'] })];
  const indices = Array.from({ length: 2000 }, (_, index) => index);
  const passed = (one: Scenario): number[] => indices.filter((index) => passesOver(known, 5, index, one));
  const leading = passed(scenario([term], { ignored: ['SIGCHLD'] }));
  expect(Math.abs(leading.length / indices.length - 0.9)).toBeLessThan(0.03);
  expect(passed(scenario([term], { ignored: ['SIGCHLD'] }))).toEqual(leading);
  expect(passed(scenario([term]))).toEqual([]);
  expect(passesOver(known, 5, leading[0] ?? 0, scenario([]), () => false)).toBe(false);
});
