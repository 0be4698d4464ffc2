import { expect, test } from 'vitest';
import { actsOf } from '../../fuzz/profile/acts.ts';
import { callNumber } from '../../fuzz/scenario/calls.ts';
import type { Trace, TraceEvent } from '../../fuzz/trace/trace.ts';

const call = (who: number, name: string, args: number[] = [], path = '', result = 0): TraceEvent[] => {
  const common = { us: 0, kind: 'call', of: who === 0 ? 'init' : 'child', index: 0, call: callNumber(name) ?? -1, who } as const;
  return [
    { ...common, when: 'entry', result: 0, args, path },
    { ...common, when: 'exit', result },
  ];
};
const traceOf = (...events: TraceEvent[][]): Trace => ({ events: events.flat() }) as Trace;
const told = (...events: TraceEvent[][]): string[] => actsOf(traceOf(...events)).map(({ phase, act }) => `${phase} ${act}`);

const fork = call(0, 'clone', [0x1200011], '', 2);

test('phases: until the first process is made, what it does before its exec, the rest', () => {
  expect(told(call(0, 'prctl', [36, 1]), fork, call(1, 'setsid'), call(1, 'execve', [], '/initproof/actor'), call(0, 'wait4'))).toEqual([
    'start prctl: PR_SET_CHILD_SUBREAPER',
    'start process',
    'child session',
    'child exec: the command',
    'supervising wait',
  ]);
});

test('a fork that failed ends no phase', () => {
  expect(told(call(0, 'vfork', [], '', -11), call(0, 'wait4'))).toEqual(['start process', 'start wait']);
});

test("what a libc does for itself is free: glibc's and musl's ways are one", () => {
  const glibc = [
    call(0, 'openat', [-100, 0, 0o2000000], '/lib/x86_64-linux-gnu/libc.so.6', 3),
    call(0, 'read', [3]),
    call(0, 'mmap', [0, 9, 5]),
  ];
  const musl = [call(0, 'brk'), call(0, 'set_tid_address'), call(0, 'vfork', [], '', 2), call(0, 'writev', [2]), call(0, 'munmap')];
  expect(told(...glibc, fork, call(0, 'write', [2]), call(0, 'getpid'))).toEqual(['start process']);
  expect(told(...musl)).toEqual(['start process']);
});

test('a library that is opened later, and code that is mapped later, are none of the loader', () => {
  expect(told(fork, call(0, 'openat', [-100, 0, 0], '/usr/lib/x.so', 3), call(0, 'mmap', [0, 9, 5]))).toEqual([
    'start process',
    'supervising open: library',
    'supervising code: mapped',
  ]);
});

test('whom it signals', () => {
  const to = (pid: number): string | undefined => told(fork, call(0, 'kill', [pid, 15])).at(-1);
  expect([2, -2, 1, 0, -1, 7].map(to)).toEqual(
    ['its child', "its child's group", 'itself', 'its own group', 'everybody', 'another process'].map(
      (who) => `supervising signal: ${who}`,
    ),
  );
});

test('descriptors are of what opened them, until they are closed', () => {
  const signals = call(0, 'signalfd4', [], '', 4);
  const file = call(0, 'openat', [-100, 0, 1], '/tmp/x', 4);
  expect(told(signals, call(0, 'read', [4]), call(0, 'close', [4]), file, call(0, 'write', [4]))).toEqual([
    'start signal-wait',
    'start signal-wait',
    'start open to write: /tmp/x',
    'start write: /tmp/x',
  ]);
});

test('a call that no table has is an act of its own', () => expect(told(call(0, 'quotactl'))).toEqual(['start quotactl']));
