import { expect, test } from 'vitest';
import { callName, callNumber, CALLS } from '../../fuzz/scenario/calls.ts';

test('calls by name and by number', () => {
  // asm/unistd_64.h
  const known = {
    read: 0,
    rt_sigprocmask: 14,
    wait4: 61,
    kill: 62,
    rt_sigtimedwait: 128,
    exit_group: 231,
    rseq: 334,
    clone3: 435,
    futex_waitv: 449,
  };
  for (const [name, number] of Object.entries(known)) expect([callNumber(name), callName(number)]).toEqual([number, name]);
});

test('fork stands for all that make a process, and any for all', () => {
  expect(callNumber('fork')).toBeGreaterThan(0xf000);
  expect(callNumber('any')).toBe(0xffff);
});

test('what is not there', () => {
  expect(callNumber('no_such_call')).toBeUndefined();
  expect(callName(999)).toBe('call 999');
  expect(CALLS.length).toBeGreaterThan(350);
});
