import { describe, expect, test } from 'vitest';
import type { Program } from '../../fuzz/compile/program.ts';
import type { Contract } from '../../fuzz/judge/contract.ts';
import { follow, type Followed } from '../../fuzz/judge/follow.ts';
import { exitCodeOf } from '../../fuzz/judge/model/exit-code.ts';
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

const to = (signal: 'SIGFPE' | 'SIGTERM') => ({ signal: { signal, to: 'init' } }) satisfies Step;

interface Setting {
  main?: Actor;
  steps: Step[];
  events: TraceEvent[];
  code?: number;
  contract?: Contract;
}

function followed({ main, steps, events, code, contract = PLAIN }: Setting): Followed {
  const program: Program = programOf(main === undefined ? {} : { main }, steps);
  const exit = code === undefined ? {} : { exit: { how: 'exited', code, afterOp: program.ops.length - 1, us } };
  const trace = { events: [...START, ...events], init: { directory: '', threads: 1 }, ...exit } as unknown as Trace;
  return follow(program, trace, contract, (slot) => slot === 0);
}

/** The codes with which the init may leave. */
function exitCodes(setting: Setting): number[] {
  const { contract, prediction } = followed(setting);
  return prediction.checkpoints.at(-1)?.ends.map((how) => exitCodeOf(how, contract)) ?? [];
}

/** What is told of a run, and whether all of it was judged. */
function told(setting: Setting): string[] {
  const { comparison } = followed(setting);
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
      'op 1: signal-lost 15: did not get SIGTERM from the init, but should get it once',
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
      'op 1: signal-lost 15: did not get SIGTERM from the init, but should get it once',
    ]);
  });
});

describe('what a contract leaves open', () => {
  const stopped: TraceEvent = { us, kind: 'stopped', slot: 0 };

  test('is whether the SIGCONT that thaws the init is passed on, and no other one', () => {
    const events = [op(0), stopped, settled(0), op(1), settled(1, 'stopped'), op(2), settled(2), op(3), settled(3)];
    const steps: Step[] = [{ stop: 'main' }, { freeze: 'init' }, { thaw: 'init' }, { signal: { signal: 'SIGCONT', to: 'init' } }];
    expect(told({ main: {}, steps, events, contract: UNDECLARED })).toEqual([
      'op 3: signal-lost 18: is stopped, but should get SIGCONT, which the init should pass on',
    ]);
  });

  test('is what main ended by where the code of the init tells that', () => {
    const steps: Step[] = [{ together: [to('SIGFPE'), to('SIGTERM')] }];
    const events = [op(0), op(1), settled(1, 'gone')];
    const both = (code: number) => exitCodes({ main: {}, steps, events, code, contract: UNDECLARED });
    expect(both(143)).toEqual([143]);
    expect(both(136)).toContain(136);
    expect(both(1)).toEqual([143]);
  });

  test('is no difference of its own beside one that nothing explains; alone it ends the judgement', () => {
    const signals = ['SIG32', 'SIGFPE', 'SIGUSR1', 'SIGUSR2', 'SIGTTIN', 'SIGTTOU'] as const;
    const together = signals.map((signal) => ({ signal: { signal, to: 'init' as const } }));
    const at = together.length - 1;
    const all = (signal: number): TraceEvent[] => [...signals.map((_, n) => op(n)), got(signal), settled(at)];
    expect(told({ steps: [{ together }], events: all(8), contract: UNDECLARED }).map((line) => line.split(':', 2).join(':'))).toEqual([
      `op ${at}: signal-lost 10`,
      `op ${at}: signal-lost 12`,
    ]);
    const open: Step[] = [{ together: together.filter(({ signal: { signal } }) => !signal.startsWith('SIGUSR')) }];
    expect(told({ steps: open, events: [op(0), op(1), op(2), op(3), settled(3)], contract: UNDECLARED })).toEqual([]);
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
