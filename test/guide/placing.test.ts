import { expect, test } from 'vitest';
import { compile } from '../../fuzz/compile/compile.ts';
import { scenarioAt } from '../../fuzz/generate/seeds.ts';
import type { Recorded } from '../../fuzz/guide/cast.ts';
import { canHold, isHeldAt } from '../../fuzz/guide/holding.ts';
import { inOrder, placedIn } from '../../fuzz/guide/placing.ts';
import { callNumber } from '../../fuzz/scenario/calls.ts';
import type { Placement, Scenario, Step } from '../../fuzz/scenario/scenario.ts';
import type { SignalName } from '../../fuzz/scenario/signals.ts';
import { problems } from '../../fuzz/scenario/validate.ts';
import type { Trace, TraceEvent } from '../../fuzz/trace/trace.ts';

const COUNT = 2000;
const SEED = 3;
const us = 0;
const INDICES = Array.from({ length: COUNT }, (_, index) => index);

/** What an init does that forks, waits, and reads once after each step. */
function recordedOf(scenario: Scenario): Recorded {
  const program = compile(scenario);
  let index = 0;
  const call = (name: string, of: 'init' | 'child' = 'init'): TraceEvent[] => {
    const made = { us, kind: 'call', of, index: of === 'child' ? 0 : ++index, call: callNumber(name) ?? -1, who: 0, result: 0 } as const;
    return [
      { ...made, when: 'entry' },
      { ...made, when: 'exit' },
    ];
  };
  const settled = (op: number): TraceEvent => ({ us, kind: 'settled', index: op, init: 'forever' });
  const begun: TraceEvent = { us, kind: 'started', slot: 0, pid: 2, ppid: 1, pgid: 2, sid: 2 };
  const start = [begun, ...call('mmap'), ...call('clone'), ...call('setsid', 'child'), ...call('wait4'), settled(-1)];
  const steps = program.ops.flatMap(({ settle }, op) => (settle ? [...call('read'), settled(op)] : []));
  return { program, trace: { events: [...start, ...steps] } as unknown as Trace };
}

const SCENARIOS = INDICES.map((index) => ({ index, scenario: scenarioAt(SEED, index) })).filter(({ scenario }) => canHold(scenario));
const placed = SCENARIOS.flatMap(({ index, scenario }) => placedIn(SEED, index, scenario, recordedOf(scenario)) ?? []);
const placementsIn = ({ steps }: Scenario): Placement[] => steps.flatMap((step) => ('at' in step ? step.at : []));

test('an init that is frozen, and sent both SIGCONT and a stop signal, is not traced', () => {
  const freeze = { freeze: 'init' } as const;
  const send = (signal: SignalName) => ({ signal: { signal, to: 'init' } }) as const;
  const scenario = (steps: Step[]): Scenario => ({ version: 1, launch: {}, actors: { main: {} }, steps });
  expect(canHold(scenario([freeze, { together: [send('SIGCONT'), send('SIGTTIN')] }]))).toBe(false);
  expect(canHold(scenario([freeze, send('SIGCONT')]))).toBe(true);
  expect(canHold(scenario([send('SIGCONT'), send('SIGTTIN')]))).toBe(true);
});

test('the share is about that asked for, and each larger one has what the smaller one has', () => {
  for (const percent of [0, 20, 60, 100]) {
    const held = SCENARIOS.filter(({ index, scenario }) => isHeldAt(SEED, index, percent, scenario)).length;
    expect(Math.abs(held / SCENARIOS.length - percent / 100)).toBeLessThan(0.05);
  }
  for (const { index, scenario } of SCENARIOS)
    expect(isHeldAt(SEED, index, 20, scenario) && !isHeldAt(SEED, index, 60, scenario)).toBe(false);
});

test('nearly all scenarios get one placement; none has a problem, and the same run gives the same', () => {
  expect(placed.length).toBeGreaterThan(SCENARIOS.length * 0.95);
  expect(placed.flatMap((scenario) => problems(scenario))).toEqual([]);
  expect(placed.every((scenario) => placementsIn(scenario).length === 1)).toBe(true);
  const again = SCENARIOS.flatMap(({ index, scenario }) => placedIn(SEED, index, scenario, recordedOf(scenario)) ?? []);
  expect(again).toEqual(placed);
});

test('a start in which main becomes another user is held more often, and where it has just been forked', () => {
  const delicate: Scenario = {
    version: 1,
    launch: { user: 1 },
    actors: { main: { setuid: true } },
    steps: [{ exit: { actor: 'main', code: 3 } }],
  };
  expect(INDICES.filter((index) => isHeldAt(SEED, index, 20, delicate)).length).toBeGreaterThan(COUNT * 0.7);
  const all = INDICES.flatMap((index) => placedIn(SEED, index, delicate, recordedOf(delicate)) ?? []).flatMap(placementsIn);
  const atFork = all.filter(({ call, when }) => call === 'clone' && when === 'exit');
  expect(atFork.length).toBeGreaterThan(COUNT * 0.15);
  expect(atFork.filter((placement) => placement.do === undefined).length).toBeGreaterThan(atFork.length / 3);
});

test('only calls that were seen are placed, each kind of them, in the start and after it', () => {
  const all = placed.flatMap(placementsIn);
  expect(new Set(all.map(({ call }) => call))).toEqual(new Set(['mmap', 'clone', 'setsid', 'wait4', 'read']));
  expect(all.filter(({ call, nth = 1 }) => call === 'read' && nth > 1)).toEqual([]);
  const inStart = placed.filter(({ steps: [first] }) => first !== undefined && 'at' in first).length;
  expect(inStart).toBeGreaterThan(placed.length * 0.25);
  expect(inStart).toBeLessThan(placed.length * 0.6);
});

test('before main is made, and while its child is held, only what comes from outside happens', () => {
  const early = placed
    .flatMap(placementsIn)
    .filter(({ call, when, of }) => call === 'mmap' || of === 'child' || (call === 'clone' && when === undefined));
  expect(early.length).toBeGreaterThan(100);
  for (const { do: members = [] } of early) expect(members.every((step) => 'signal' in step && !('from' in step.signal))).toBe(true);
});

test('ordered, each begins with who goes first after the fork, and no place is before that', () => {
  const ordered = SCENARIOS.slice(0, 300).map(({ index, scenario }) => inOrder(SEED, index, scenario));
  const firsts = ordered.flatMap((scenario) => placementsIn(scenario).slice(0, 1));
  expect(new Set(firsts.map(({ call, of }) => `${call} ${of}`))).toEqual(new Set(['fork undefined', 'any child']));
  const both = SCENARIOS.slice(0, 300).flatMap(({ index }, n) => {
    const scenario = ordered[n];
    return scenario === undefined ? [] : (placedIn(SEED, index, scenario, recordedOf(scenario), 0) ?? []);
  });
  expect(both.length).toBeGreaterThan(200);
  for (const { steps } of both) expect(steps[0]).toMatchObject({ at: expect.not.objectContaining({ do: expect.anything() }) });
});
