import { expect, test } from 'vitest';
import { keepsTerminal } from '../../properties/keeps-terminal.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import { changed, outcome, show, withExecutors } from './setting.ts';

withExecutors();

const TYPED: Partial<Scenario> = { launch: { terminal: 'controlling' }, steps: [{ type: 'hello\n' }] };

test('holds for an init that leaves it alone; without one there is nothing to say', async () => {
  expect(outcome(keepsTerminal, await show(TYPED))).toBe('holds');
  expect(outcome(keepsTerminal, await show({}))).toBe('not-applicable');
});

test.each([
  ['input', { input: 0 }],
  ['foreground', { foreground: 99 }],
  ['settings', { changed: true }],
])('one that changes its %s', async (what, change) => {
  const run = await show(TYPED);
  const events = run.trace.events.map((event) => (event.kind === 'terminal' ? { ...event, ...change } : event));
  expect(outcome(keepsTerminal, changed(run, { events }))).toBe(what);
});
