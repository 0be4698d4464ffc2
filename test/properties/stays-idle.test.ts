import { expect, test } from 'vitest';
import { staysIdle } from '../../properties/stays-idle.ts';
import { changed, outcome, show, withExecutors } from './setting.ts';

withExecutors();

test('counts wake-ups in waits, by the contract', async () => {
  const run = await show({ steps: [{ wait: '20ms' }] });
  expect(outcome(staysIdle, run)).toBe('holds');
  const woken = changed(run, { init: { ...run.trace.init, waitedMs: 20, waitedSwitches: 3 } });
  expect(outcome(staysIdle, woken)).toBe('wakes-up');
  expect(outcome(staysIdle, woken, { wakeUps: 100 })).toBe('holds');
});

test('nothing is said of one that is traced, whose calls stop it', async () => {
  const run = await show({ steps: [{ at: { call: 'any' } }, { wait: '20ms' }] });
  expect(outcome(staysIdle, run)).toBe('not-applicable');
});

test('an init that never comes to rest', async () => {
  expect(outcome(staysIdle, changed(await show({}), { bound: 'busy' }))).toBe('busy');
  expect(outcome(staysIdle, changed(await show({}), { bound: 'output' }))).toBe('writes');
});

test('without a wait there is nothing to say', async () => {
  expect(outcome(staysIdle, await show({}))).toBe('not-applicable');
});
