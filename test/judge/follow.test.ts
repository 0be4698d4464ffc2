import { describe, expect, test } from 'vitest';
import type { Program } from '../../fuzz/compile/program.ts';
import type { Contract } from '../../fuzz/judge/contract.ts';
import { follow } from '../../fuzz/judge/follow.ts';
import { PLAIN, UNDECLARED } from '../../fuzz/judge/plain-contract.ts';
import type { Actor, Step } from '../../fuzz/scenario/scenario.ts';
import type { Trace, TraceEvent } from '../../fuzz/trace/trace.ts';
import { programOf } from './setting.ts';

const us = 0;
const START: TraceEvent[] = [
  { us, kind: 'started', slot: 0, pid: 2, ppid: 1, pgid: 1, sid: 1 },
  { us, kind: 'settled', index: -1, init: 'forever' },
];
const op = (index: number): TraceEvent => ({ us, kind: 'op', index });
const got = (signal: number): TraceEvent => ({ us, kind: 'signal', slot: 0, signal, from: 1, code: 0, value: 0 });
const settled = (index: number, init: 'forever' | 'stopped' | 'gone' = 'forever'): TraceEvent => ({ us, kind: 'settled', index, init });

const to = (signal: 'SIGFPE' | 'SIGTERM'): Step => ({ signal: { signal, to: 'init' } });

interface Setting {
  main?: Actor;
  steps: Step[];
  events: TraceEvent[];
  code?: number;
  contract?: Contract;
}

/** What is told of a run, and whether all of it was judged. */
function told({ main, steps, events, code, contract = PLAIN }: Setting): string[] {
  const program: Program = programOf(main === undefined ? {} : { main }, steps);
  const exit = code === undefined ? {} : { exit: { how: 'exited', code, afterOp: steps.length - 1, us } };
  const trace = { events: [...START, ...events], init: { directory: '', threads: 1 }, ...exit } as unknown as Trace;
  const { comparison } = follow(program, trace, contract, (slot) => slot === 0);
  const differences = comparison.differences.map(
    (one) => `op ${one.op}: ${one.kind} ${one.signal}: ${one.got}, but should ${one.expected}`,
  );
  return comparison.complete ? differences : [...differences, 'not all'];
}

const KEPT = 'but should not, since the contract has the init keep SIGFPE back';

describe('a signal passed on though the contract keeps it back', () => {
  test('is told, and the rest is judged', () => {
    const events = [op(0), got(8), settled(0), op(1), settled(1)];
    expect(told({ steps: [to('SIGFPE'), to('SIGTERM')], events })).toEqual([
      `op 0: signal-passed-on 8: got SIGFPE from the init once, ${KEPT}`,
      'op 1: signal-lost 15: got SIGTERM from the init never, but should get it once',
    ]);
  });

  test('is told each time', () => {
    const events = [op(0), got(8), settled(0), op(1), got(8), settled(1)];
    expect(told({ steps: [to('SIGFPE'), to('SIGFPE')], events }).map((line) => line.slice(0, 22))).toEqual([
      'op 0: signal-passed-on',
      'op 1: signal-passed-on',
    ]);
  });

  test('and by which main has ended, is no end of the init before its time', () => {
    const events = [op(0), settled(0, 'gone')];
    expect(told({ main: {}, steps: [to('SIGFPE')], events, code: 136 })).toEqual([
      `op 0: signal-passed-on 8: exited with 136 (main was last seen running), ${KEPT}`,
    ]);
  });

  test('does not explain an end with another code', () => {
    const events = [op(0), settled(0, 'gone')];
    expect(told({ main: {}, steps: [to('SIGFPE')], events, code: 1 })).toEqual([
      'op 0: left-early 0: exited with 1 (main was last seen running), but should stay as long as main lives',
    ]);
  });

  test('is nothing where the contract leaves it open, and what follows is still judged', () => {
    const events = [op(0), got(8), settled(0), op(1), settled(1)];
    expect(told({ steps: [to('SIGFPE'), to('SIGTERM')], events, contract: UNDECLARED })).toEqual([
      'op 1: signal-lost 15: got SIGTERM from the init never, but should get it once',
    ]);
  });
});

describe('a signal that was not passed on', () => {
  test('is told by its effect where that is all there is, and the rest is judged by what main is like', () => {
    const events = [op(0), settled(0), op(1), settled(1, 'gone')];
    expect(told({ main: {}, steps: [to('SIGTERM'), { exit: { actor: 'main', code: 4 } }], events, code: 4 })).toEqual([
      'op 0: signal-lost 15: runs, but should get SIGTERM, which the init should pass on',
    ]);
  });

  test('SIGCONT: main stays stopped', () => {
    const stopped: TraceEvent = { us, kind: 'stopped', slot: 0 };
    const events = [op(0), stopped, settled(0), op(1), settled(1, 'stopped'), op(2), settled(2)];
    expect(told({ main: {}, steps: [{ stop: 'main' }, { freeze: 'init' }, { thaw: 'init' }], events })).toEqual([
      'op 2: signal-lost 18: is stopped, but should get SIGCONT, which the init should pass on',
    ]);
  });
});

test('what no signal explains ends the judgement', () => {
  const moved: TraceEvent = { us, kind: 'died', slot: 0 };
  const events = [op(0), got(15), moved, settled(0), op(1), settled(1)];
  expect(told({ steps: [to('SIGTERM'), to('SIGTERM')], events })).toEqual([
    'op 0: signal-invented 0: is a zombie of the init, but should run',
  ]);
});
