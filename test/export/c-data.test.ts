import { expect, test } from 'vitest';
import { dataLines } from '../../fuzz/export/c-data.ts';
import type { Check } from '../../fuzz/export/check.ts';
import { NOTED, ORPHAN, program } from './samples.ts';

const ALL = new Set(['ACTORS', 'HANDLES', 'STEPS']);
const GONE = { kind: 'GONE', at: 3, fault: true } as const;

test('copies are a row, steps say what they do, and checks of copies are one', () => {
  const checks: Check[] = [2, 3, 4].map((slot) => ({ ...GONE, slot, must: `orphan ${slot - 1}` }));
  const lines = dataLines(program(ORPHAN), checks, ['1. "a"', '2. b', '3. c', '4. d'], ALL);
  expect(lines).toContain('__extension__ static const struct process processes[PROCESSES] = {');
  expect(lines).toContain('\t[2 ... 4] = { "orphan", 1, 0, 0, 1, -1 },');
  expect(lines).toContain('\t{ FORK, 1, 1, 0, 0, 1, "1. \\"a\\"\\n" },');
  expect(lines).toContain('\t{ 4, GONE, 2, 3, 0, 0, 0, 0, 1, "orphan 1" },');
});

test('reactions of most signals are a row, which others follow', () => {
  const lines = dataLines(program(NOTED), [], [], ALL);
  const at = lines.indexOf('static const struct reaction reactions[] = {');
  expect(lines.slice(at + 1, at + 4)).toEqual([
    '\t{ 0, 0, 1, 64, NOTE, 0, 0 },',
    '\t{ 0, 0, SIGHUP, SIGHUP, IGNORE, 0, 0 },',
    '\t{ 0, 0, SIGINT, SIGINT, LEAVE, 7, 0 },',
  ]);
});

test('what is ignored at the start is so no more where a process has the default', () => {
  const text = 'launch: {ignored: [SIGINT]}\nactors: {main: {on: {SIGTERM: note}}}';
  expect(dataLines(program(text), [], [], ALL)).toContain('\t{ 0, 0, 1, 64, DEFAULT, 0, 0 },');
});
