import { expect, test } from 'vitest';
import { BEYOND_C } from '../../fuzz/export/beyond-c.ts';
import { prepare } from '../../fuzz/export/prepare.ts';
import { ANY, ORPHAN, stored } from './samples.ts';

test('steps behind the end of the init are not shown', () => {
  const text = 'actors: {main: {}}\nsteps: [{exit: {actor: main, code: 3}}]';
  const made = prepare(stored(text), 'exit-code', ANY, BEYOND_C);
  expect(made).toMatchObject({
    ok: true,
    prepared: { checks: expect.arrayContaining([expect.objectContaining({ kind: 'CODE' })]) },
  });
  const whole = prepare(stored(ORPHAN), 'reaps-orphans', ANY, BEYOND_C);
  expect(whole.ok && whole.prepared.shown.ops.length === whole.prepared.program.ops.length).toBe(true);
});

test('what is beyond the form, and a property that it cannot look at', () => {
  expect(prepare(stored('launch: {terminal: controlling}'), 'survives', ANY, BEYOND_C)).toMatchObject({
    ok: false,
    beyond: [{ what: 'launch.terminal' }],
  });
  expect(prepare(stored(ORPHAN), 'bounded-resources', ANY, BEYOND_C)).toMatchObject({
    ok: false,
    beyond: [{ what: 'bounded-resources' }],
  });
});
