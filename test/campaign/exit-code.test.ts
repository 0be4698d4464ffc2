import { expect, test } from 'vitest';
import { exitCode } from '../../fuzz/campaign/exit-code.ts';

const clean = {
  failures: 0,
  new: 0,
  before: 0,
  flaky: 0,
  unconfirmed: 0,
  tampered: 0,
  interrupted: false,
  lost: false,
  stays: false,
  nothing: false,
  unreliable: false,
};

test('nothing found is 0', () => expect(exitCode(clean, 'new')).toBe(0));

test('by default only what no case says makes it 1', () => {
  expect(exitCode({ ...clean, failures: 1 }, 'new')).toBe(0);
  // Found before is no news, and nobody has accepted it.
  expect(exitCode({ ...clean, failures: 1, before: 1 }, 'new')).toBe(1);
  expect(exitCode({ ...clean, failures: 1, new: 1 }, 'new')).toBe(1);
  expect(exitCode({ ...clean, failures: 1 }, 'violated')).toBe(1);
});

test('what never showed again, and harness errors, are 4 unless something else was found', () => {
  expect(exitCode({ ...clean, flaky: 1 }, 'new')).toBe(4);
  expect(exitCode({ ...clean, unreliable: true }, 'new')).toBe(4);
  expect(exitCode({ ...clean, unreliable: true }, 'nothing')).toBe(4);
  expect(exitCode({ ...clean, failures: 1, new: 1, flaky: 1, unreliable: true }, 'new')).toBe(1);
  expect(exitCode({ ...clean, flaky: 1 }, 'flaky')).toBe(1);
});

test('what there was no time to confirm is 4: no failure, and not nothing', () => {
  expect(exitCode({ ...clean, unconfirmed: 1 }, 'new')).toBe(4);
  expect(exitCode({ ...clean, unconfirmed: 1 }, 'flaky')).toBe(4);
  expect(exitCode({ ...clean, unconfirmed: 1 }, 'nothing')).toBe(0);
  expect(exitCode({ ...clean, unconfirmed: 1, failures: 1, new: 1 }, 'new')).toBe(1);
});

test('a forged record is 1, whatever fails', () => {
  for (const failOn of ['new', 'violated', 'flaky', 'nothing'] as const)
    expect(exitCode({ ...clean, failures: 1, new: 1, tampered: 1, unreliable: true }, failOn)).toBe(1);
});

test('an interruption goes first', () => expect(exitCode({ ...clean, failures: 1, new: 1, interrupted: true }, 'new')).toBe(130));

test("what could not be kept is the machine's, unless something was found, which is told all the same", () => {
  expect(exitCode({ ...clean, lost: true, flaky: 1, unreliable: true }, 'new')).toBe(3);
  expect(exitCode({ ...clean, lost: true }, 'nothing')).toBe(3);
  expect(exitCode({ ...clean, lost: true, failures: 1, new: 1 }, 'new')).toBe(1);
});

test('nothing that was run is nothing sure', () => expect(exitCode({ ...clean, nothing: true }, 'new')).toBe(4));

test('a process that does not end goes before all', () => {
  const all = { interrupted: true, lost: true, stays: true, nothing: true, unreliable: true };
  expect(exitCode({ failures: 1, new: 1, before: 0, flaky: 1, unconfirmed: 1, tampered: 1, ...all }, 'new')).toBe(70);
});
