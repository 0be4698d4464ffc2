import { describe, expect, test } from 'vitest';
import { reportsFailedExec } from '../../properties/reports-failed-exec.ts';
import { changed, outcome, show, sleepingOn, withExecutors } from './setting.ts';

withExecutors();

describe.each(['missing', 'not-executable', 'directory'] as const)('a command that is %s', (command) => {
  test('ends the init with the declared code', async () => {
    const run = await show({ launch: { command } });
    expect(outcome(reportsFailedExec, run)).toBe('holds');
    const zero = changed(run, { exit: { how: 'exited', code: 0, afterOp: -1, us: 0 } });
    expect(outcome(reportsFailedExec, zero)).toBe(`wrong-code:${command}`);
    const { exit: _, ...trace } = run.trace;
    const events = trace.events.map((event) => (event.kind === 'settled' ? { ...event, init: 'forever' as const } : event));
    const stays = { program: run.program, trace: { ...trace, events } };
    expect(outcome(reportsFailedExec, stays)).toBe(`stays:${command}`);
    expect(outcome(reportsFailedExec, sleepingOn(stays, ['end']))).toBe(`late:${command}`);
  });
});

test('a command that runs is no matter of it', async () => {
  expect(outcome(reportsFailedExec, await show({}))).toBe('not-applicable');
});
