import { expect, test } from 'vitest';
import { leavesPromptly } from '../../properties/leaves-promptly.ts';
import { changed, outcome, show, sleepingOn, withExecutors } from './setting.ts';

withExecutors();

test('holds where the init leaves though others live; not where it sleeps', async () => {
  const run = await show({ actors: { shell: { parent: 'main' } }, steps: [{ fork: 'shell' }, { exit: { actor: 'main', code: 0 } }] });
  expect(outcome(leavesPromptly, run)).toBe('holds');
  const events = run.trace.events.map((event) =>
    event.kind === 'settled' && event.init === 'gone' ? { ...event, init: 'forever' as const } : event,
  );
  const at = events.findIndex((event) => event.kind === 'op' && event.index === 1);
  const died = { us: 0, kind: 'died', slot: 0 } as const;
  const { exit: _, ...trace } = run.trace;
  const stays = { program: run.program, trace: { ...trace, events: events.toSpliced(at + 1, 0, died) } };
  expect(outcome(leavesPromptly, stays)).toBe('stays');
  expect(outcome(leavesPromptly, sleepingOn(stays, ['end']))).toBe('late');
});

test('a run that ended at a bound of its own tells nothing', async () => {
  const run = await show({ steps: [{ exit: { actor: 'main', code: 0 } }] });
  const events = run.trace.events.map((event) =>
    event.kind === 'settled' && event.init === 'gone' ? { ...event, init: 'busy' as const } : event,
  );
  expect(outcome(leavesPromptly, changed(run, { events, bound: 'time' }))).toBe('inconclusive');
});

test('a command that cannot be started is another property’s', async () => {
  expect(outcome(leavesPromptly, await show({ launch: { command: 'missing' } }))).toBe('not-applicable');
});
