import { describe, expect, test } from 'vitest';
import { kindOf, startsNothing } from '../../fuzz/kind/kind.ts';
import { sayKind, whatToDo } from '../../fuzz/kind/said.ts';
import { contractOf } from '../../fuzz/kind/take.ts';
import { isUndeclared, PLAIN, UNDECLARED } from '../../fuzz/judge/plain-contract.ts';
import type { Trace, TraceEvent } from '../../fuzz/trace/trace.ts';

const settled = (init: Extract<TraceEvent, { kind: 'settled' }>['init']): TraceEvent => ({ us: 1, kind: 'settled', index: -1, init });
const trace = (given: Partial<Trace> & { pid?: number }): Trace =>
  ({
    events: [],
    starts: 0,
    stderr: '',
    stdout: '',
    ...(given.pid === undefined ? {} : { start: { pid: given.pid }, starts: 1 }),
    ...given,
  }) as Trace;
const exited = { how: 'exited', code: 64, afterOp: -1, us: 1 } as const;

describe('kindOf', () => {
  test.each([
    ['init', trace({ pid: 2 })],
    ['command', trace({ pid: 1 })],
    ['supervisor', trace({ pid: 2, starts: 2 })],
    ['never-starts', trace({ exit: exited })],
    ['never-starts', trace({ events: [settled('busy')], bound: 'time' })],
    ['never-starts', trace({ bound: 'busy' })],
  ])('%s', (kind, seen) => expect(kindOf(seen)).toMatchObject({ kind }));

  test('one that sleeps is to be asked again, and a run that the machine has ended tells nothing', () => {
    expect(kindOf(trace({ events: [settled('forever'), settled('asleep')] }))).toBe('sleeper');
    expect(kindOf(trace({ bound: 'unavailable' }))).toBeUndefined();
  });
});

describe('what is said', () => {
  test('one sentence each, with the first line of stderr', () => {
    expect(sayKind('./x', { kind: 'command' })).toMatch(
      /^\.\/x starts the command by exec .* PID 1 is the command itself, and there is no init\./,
    );
    const never = { kind: 'never-starts', left: exited, stderr: '\n  usage: x COMMAND\nmore' } as const;
    expect(sayKind('./x', never)).toBe(
      './x never starts the command that it is given: it exited with 64 without having run it. It wrote: usage: x COMMAND',
    );
    expect(whatToDo(never)).toHaveLength(1);
    expect(sayKind('./x', { kind: 'pause', stderr: '' })).toBe(
      './x never starts the command that it is given: it sleeps, and does not leave upon SIGTERM.',
    );
    expect(whatToDo({ kind: 'init' })).toEqual([]);
  });

  test('only those that start nothing are not judged', () => {
    expect([{ kind: 'init' } as const, { kind: 'command' } as const, { kind: 'supervisor', starts: 2 } as const].some(startsNothing)).toBe(
      false,
    );
    expect(startsNothing({ kind: 'pause', stderr: '' })).toBe(true);
  });
});

test('who has declared nothing is judged by what it is', () => {
  expect([isUndeclared(UNDECLARED), isUndeclared(PLAIN)]).toEqual([true, false]);
  expect(contractOf(UNDECLARED, { kind: 'command' }).becomes).toBe('command');
  expect(contractOf(UNDECLARED, { kind: 'supervisor', starts: 2 }).starts).toBe('again');
  expect(contractOf(UNDECLARED, { kind: 'init' })).toBe(UNDECLARED);
});
