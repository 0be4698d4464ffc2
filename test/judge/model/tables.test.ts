import { expect, test } from 'vitest';
import { adopts, DEADLY, tablesOf, UNKNOWN } from '../../../fuzz/judge/model/tables.ts';
import { PLAIN } from '../../../fuzz/judge/plain-contract.ts';
import { SIGCHLD, SIGCONT, signalNumber } from '../../../fuzz/scenario/signals.ts';

const SIGSEGV = signalNumber('SIGSEGV');
const SIGTERM = signalNumber('SIGTERM');

test('what is forwarded, rewritten, and stops the init, by number', () => {
  const asSubreaper = { ...PLAIN.asSubreaper, suspends: ['SIGTSTP' as const] };
  const tables = tablesOf({ ...PLAIN, rewrites: { SIGTSTP: 'SIGSTOP' }, asSubreaper }, {});
  expect([tables.forwards[SIGTERM], tables.forwards[SIGSEGV]]).toEqual([1, 0]);
  expect([tables.rewrites[signalNumber('SIGTSTP')], tables.rewrites[SIGTERM]]).toEqual([19, 15]);
  expect([tables.suspends[signalNumber('SIGTSTP')], tables.suspends[SIGTERM]]).toEqual([1, 0]);
});

test('where nobody knows, what is not forwarded may end an init that is not PID 1, but for what does nothing by default', () => {
  const { deadly } = tablesOf(PLAIN, { as: 'subreaper' });
  expect([deadly[SIGSEGV], deadly[SIGTERM], deadly[SIGCHLD], deadly[SIGCONT]]).toEqual([UNKNOWN, 0, 0, 0]);
});

test('what was blocked or ignored at the exec may do nothing', () => {
  const contract = {
    ...PLAIN,
    asSubreaper: { adopts: true, deadly: ['SIGSEGV', 'SIGBUS'], suspends: [], parentDeath: 'none' },
  } satisfies typeof PLAIN;
  const deadly = (launch: Parameters<typeof tablesOf>[1]): unknown[] =>
    [SIGSEGV, signalNumber('SIGBUS')].map((n) => tablesOf(contract, launch).deadly[n]);
  expect(deadly({ as: 'subreaper' })).toEqual([DEADLY, DEADLY]);
  expect(deadly({ as: 'subreaper', blocked: ['SIGSEGV'] })).toEqual([UNKNOWN, DEADLY]);
  expect(deadly({ as: 'subreaper', ignored: ['SIGBUS'] })).toEqual([DEADLY, UNKNOWN]);
  expect(deadly({ as: 'subreaper' })).toEqual([DEADLY, DEADLY]);
});

test('orphans are those of PID 1, or as the contract has it', () => {
  const contract = (value: (typeof PLAIN)['asSubreaper']['adopts']): typeof PLAIN => ({
    ...PLAIN,
    asSubreaper: { ...PLAIN.asSubreaper, adopts: value },
  });
  expect(adopts(contract(false), {})).toBe(true);
  expect([true, false, 'unknown' as const].map((value) => adopts(contract(value), { as: 'subreaper' }))).toEqual([true, false, 'unknown']);
  expect(adopts(contract({ with: 'A' }), { as: 'subreaper' })).toBe(false);
  expect(adopts(contract({ with: 'A' }), { as: 'subreaper', env: { A: '' } })).toBe(true);
});
