import { expect, test } from 'vitest';
import { exitCode } from '../../properties/exit-code.ts';
import { changed, outcome, type Shown, show, withExecutors } from './setting.ts';

withExecutors();

const exited = (run: Shown, code: number): Shown => {
  const { exit } = run.trace;
  if (exit === undefined) throw new Error('Expected the init to have left');
  return changed(run, { exit: { how: 'exited', code, afterOp: exit.afterOp, us: exit.us } });
};

test('the child’s code, and nothing else', async () => {
  const run = await show({ steps: [{ exit: { actor: 'main', code: 77 } }] });
  expect(outcome(exitCode, run)).toBe('holds');
  expect(outcome(exitCode, exited(run, 0))).toBe('wrong-status:exit');
});

test('128 + n for a death by signal n, real-time ones too', async () => {
  const run = await show({ steps: [{ die: { actor: 'main', signal: 'SIGRTMIN+6' } }] });
  expect(run.trace.exit).toMatchObject({ code: 128 + 40 });
  expect(outcome(exitCode, run)).toBe('holds');
  expect(outcome(exitCode, exited(run, 1))).toBe('wrong-status:death');
});

test('of two ends that raced both will do', async () => {
  const run = await show({ steps: [{ together: [{ signal: { signal: 'SIGKILL', to: 'main' } }, { exit: { actor: 'main', code: 3 } }] }] });
  for (const code of [3, 137]) expect(outcome(exitCode, exited(run, code))).toBe('holds');
  expect(outcome(exitCode, exited(run, 0))).toBe('wrong-status:death');
});

test('says nothing of an init that did not leave, nor of one whose child lives', async () => {
  expect(outcome(exitCode, await show({ steps: [{ signal: { signal: 'SIGHUP', to: 'init' } }] }))).toBe('not-applicable');
});
