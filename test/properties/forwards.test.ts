import { describe, expect, test } from 'vitest';
import type { Step } from '../../fuzz/scenario/scenario.ts';
import type { SignalName } from '../../fuzz/scenario/signals.ts';
import { signalNumber } from '../../fuzz/scenario/signals.ts';
import type { TraceEvent } from '../../fuzz/trace/trace.ts';
import { forwards } from '../../properties/forwards.ts';
import { changed, outcome, show, sleepingOn, verdictOf, withExecutors, withMore, without } from './setting.ts';

withExecutors();

const toInit = (signal: SignalName): Step => ({ signal: { signal, to: 'init' } });
const is = (signal: SignalName) => (event: TraceEvent) => event.kind === 'signal' && event.signal === signalNumber(signal);

test('holds for each of the 64 signals that the contract has', async () => {
  const steps: Step[] = [toInit('SIGTERM'), toInit('SIGRTMIN+30'), toInit('SIGWINCH'), toInit('SIGSEGV')];
  expect(outcome(forwards, await show({ steps }))).toBe('holds');
});

test('a signal that did not arrive is lost, one more is doubled', async () => {
  const run = await show({ steps: [toInit('SIGTERM')] });
  const [event] = run.trace.events.filter(is('SIGTERM')) as [TraceEvent];
  expect(outcome(forwards, without(run, is('SIGTERM')))).toBe('signal-lost:SIGTERM');
  expect(outcome(forwards, withMore(run, is('SIGTERM'), event))).toBe('signal-doubled:SIGTERM');
});

test('a signal that is pending for an init that sleeps on is late', async () => {
  const run = without(await show({ steps: [toInit('SIGTERM')] }), is('SIGTERM'));
  expect(verdictOf(forwards, sleepingOn(run, ['signal']))).toMatchObject({
    what: 'late',
    said: 'main did not get SIGTERM from the init while the init sleeps on, for 5000 ms at a time, but should get it once',
  });
  expect(outcome(forwards, sleepingOn(run, ['zombie']))).toBe('signal-lost:SIGTERM');
});

test('real-time signals count exactly and share a signature', async () => {
  const run = await show({ steps: [{ freeze: 'init' }, toInit('SIGRTMIN+5'), toInit('SIGRTMIN+5'), { thaw: 'init' }] });
  const first = run.trace.events.findIndex(is('SIGRTMIN+5'));
  expect(outcome(forwards, run)).toBe('holds');
  expect(outcome(forwards, changed(run, { events: run.trace.events.toSpliced(first, 1) }))).toBe('signal-lost:real-time');
});

test('what nobody sent is invented', async () => {
  const run = await show({ steps: [toInit('SIGTERM')] });
  const [event] = run.trace.events.filter(is('SIGTERM')) as [Extract<TraceEvent, { kind: 'signal' }>];
  expect(outcome(forwards, withMore(run, is('SIGTERM'), { ...event, signal: 1 }))).toBe('signal-invented:SIGHUP');
});

test('what was pending together comes in order', async () => {
  const run = await show({ steps: [{ freeze: 'init' }, toInit('SIGUSR1'), toInit('SIGHUP'), { thaw: 'init' }] });
  const at = run.trace.events.findIndex(is('SIGHUP'));
  const [hup, usr] = run.trace.events.slice(at, at + 2) as [TraceEvent, TraceEvent];
  expect(outcome(forwards, run)).toBe('holds');
  const swapped = changed(run, { events: run.trace.events.toSpliced(at, 2, usr, hup) });
  expect(outcome(forwards, swapped)).toBe('signal-out-of-order');
  // Each of several threads may take one of them.
  expect(outcome(forwards, changed(swapped, { init: { ...swapped.trace.init, threads: 2 } }))).toBe('holds');
});

describe('a signal with the default action shows by its effect', () => {
  test('a stop that did not come', async () => {
    const run = await show({ steps: [{ stop: 'main' }, toInit('SIGCONT')] });
    expect(outcome(forwards, run)).toBe('holds');
    const still = without(run, (event) => event.kind === 'continued' || is('SIGCONT')(event));
    expect(outcome(forwards, still)).toBe('signal-lost:SIGCONT');
  });
});

test('what was pending at the start and is lost has a signature of its own', async () => {
  const run = await show({ launch: { blocked: ['SIGTERM'], pending: ['SIGTERM'] } });
  expect(outcome(forwards, run)).toBe('holds');
  expect(
    outcome(
      forwards,
      without(run, ({ kind }) => kind === 'signal'),
    ),
  ).toBe('signal-lost:at-start');
});

test('is no pass where main was never started', async () => {
  const run = await show({ launch: { blocked: ['SIGTERM'], pending: ['SIGTERM'] } });
  expect(
    outcome(
      forwards,
      without(run, ({ kind }) => kind === 'started' || kind === 'signal'),
    ),
  ).toBe('inconclusive');
});
