import { expect, test } from 'vitest';
import type { TraceEvent } from '../../fuzz/trace/trace.ts';
import { survives } from '../../properties/survives.ts';
import { changed, leftAt, outcome, show, withExecutors } from './setting.ts';

withExecutors();

const settled = (index: number) => (event: TraceEvent) => event.kind === 'settled' && event.index === index;

test('an init that leaves upon a signal, by the signal', async () => {
  const run = await show({ steps: [{ signal: { signal: 'SIGURG', to: 'init' } }, { exit: { actor: 'main', code: 0 } }] });
  expect(outcome(survives, run)).toBe('holds');
  expect(outcome(survives, leftAt(run, settled(0), 151))).toBe('left-early:SIGURG');
});

test('an init that may not signal its child, by that', async () => {
  const actors = { main: { setuid: true } } as const;
  const run = await show({ launch: { user: 7 }, actors, steps: [{ signal: { signal: 'SIGURG', to: 'init' } }] });
  expect(outcome(survives, leftAt(run, settled(0), 1))).toBe('left-early:no-permission');
});

test('one that leaves upon the stop of a traced child, by that: whatever the signal, and whose it is', async () => {
  const sent = { signal: { signal: 'SIGUSR1', to: 'init' } } as const;
  const main = await show({ steps: [{ traceme: 'main' }, sent, { signal: { signal: 'SIGKILL', to: 'main' } }] });
  expect(outcome(survives, main)).toBe('holds');
  expect(outcome(survives, leftAt(main, settled(1), 1))).toBe('left-early:traced-stop');
  const frozen = await show({
    steps: [{ traceme: 'main' }, { freeze: 'init' }, sent, { signal: { signal: 'SIGINT', to: 'main' } }, { thaw: 'init' }],
  });
  expect(outcome(survives, frozen)).toBe('holds');
  expect(outcome(survives, leftAt(frozen, settled(4), 139))).toBe('left-early:traced-stop');
  const forks = [{ fork: 'shell' }, { fork: 'worker' }, { exit: { actor: 'shell', code: 0 } }, { traceme: 'worker' }];
  const other = await show({
    actors: { shell: { parent: 'main' }, worker: { parent: 'shell' } },
    steps: [...forks, { exec: 'worker' }, sent, { exit: { actor: 'main', code: 0 } }],
  });
  expect(outcome(survives, other)).toBe('holds');
  expect(outcome(survives, leftAt(other, settled(4), 139))).toBe('left-early:traced-stop');
  expect(outcome(survives, leftAt(other, settled(5), 139))).toBe('left-early:SIGUSR1');
});

test('one that leaves upon the end of another', async () => {
  const run = await show({ actors: { shell: { parent: 'main' } }, steps: [{ fork: 'shell' }, { exit: { actor: 'shell', code: 0 } }] });
  expect(outcome(survives, leftAt(run, settled(1), 0))).toBe('left-early:exit');
});

test('one that never starts its child', async () => {
  const run = await show({ launch: { ignored: ['SIGCHLD'] }, steps: [] });
  expect(outcome(survives, run)).toBe('holds');
  const { start: _, ...rest } = run.trace;
  const events = run.trace.events.filter(({ kind }) => kind !== 'started');
  expect(outcome(survives, { program: run.program, trace: { ...rest, events } })).toBe('never-started:sleeps');
});

test('leaving behind the child is no survival’s matter', async () => {
  const run = await show({ steps: [{ exit: { actor: 'main', code: 0 } }] });
  expect(outcome(survives, changed(run, {}))).toBe('holds');
});
