/** Hand-computed: what may come of what happens while the init is held. */
import { expect, test } from 'vitest';
import { type Hold, holdsOf } from '../../../fuzz/judge/model/hold.ts';
import { predict } from '../../../fuzz/judge/model/predict.ts';
import { PLAIN } from '../../../fuzz/judge/plain-contract.ts';
import type { Launch, Placement, Step, TogetherStep } from '../../../fuzz/scenario/scenario.ts';
import type { SignalName } from '../../../fuzz/scenario/signals.ts';
import type { Trace } from '../../../fuzz/trace/trace.ts';
import { programOf } from '../setting.ts';

const send = (signal: SignalName): TogetherStep => ({ signal: { signal, to: 'init' } });
const at = (placement: Partial<Placement>, ...steps: TogetherStep[]): Step => ({
  at: { call: 'fork', ...placement, ...(steps.length === 0 ? {} : { do: steps }) },
});

/** Of the last batch. */
function last(steps: Step[], hold: Hold, launch: Launch = {}, actors: Parameters<typeof programOf>[0] = {}): unknown {
  const { checkpoints, unsure } = predict(programOf(actors, steps, launch), PLAIN, [hold]);
  const point = checkpoints.at(-1);
  if (unsure !== undefined) return unsure;
  return {
    op: point?.op,
    init: point?.init,
    mayExit: point?.mayExit,
    ends: point?.ends,
    ranges: point?.ranges.map(({ signal, min, max }) => [signal, min, max]),
  };
}

const ALL = Array.from({ length: 64 }, (_, n) => n + 1);
const early: Hold = { ready: false, takes: ALL };
const late: Hold = { ready: true, takes: ALL };

test('what an init that has blocked it gets before its child is ready ends that, or is taken', () => {
  expect(last([at({}, send('SIGTERM'))], early)).toEqual({ op: 1, init: 'running', mayExit: [143], ends: [], ranges: [[15, 1, 1]] });
});

test('what it has neither blocked nor handled may be lost, as the kernel has it', () => {
  expect(last([at({}, send('SIGTERM'))], { ready: false, takes: [] })).toMatchObject({ mayExit: [143], ranges: [[15, 0, 1]] });
});

test('a signal that does nothing by default, or that the child ignores from before its exec, may come to nothing', () => {
  expect(last([at({}, send('SIGWINCH'))], early)).toMatchObject({ ranges: [[28, 0, 1]] });
  expect(last([at({}, send('SIGTERM'))], early, { ignored: ['SIGTERM'] })).toMatchObject({ ranges: [[15, 0, 1]] });
});

test('a set-uid child may be root before an init that is not signals it', () => {
  const main = { setuid: true, on: { all: 'note' } } as const;
  expect(last([at({}, send('SIGTERM'))], early, { user: 7 }, { main })).toMatchObject({ ranges: [[15, 0, 1]] });
  expect(last([at({}, send('SIGTERM'))], early, {}, { main })).toMatchObject({ ranges: [[15, 1, 1]] });
});

test('once the child is ready it must come', () => {
  expect(last([at({}, send('SIGTERM'))], late)).toMatchObject({ mayExit: [], ranges: [[15, 1, 1]] });
});

test('a death there, with what led to it, ends the init', () => {
  const steps = [send('SIGUSR1'), at({ call: 'kill' }, { exit: { actor: 'main', code: 3 } })];
  expect(last(steps, late)).toMatchObject({ op: 2, init: 'leaves', ends: [3], ranges: [[10, 0, 1]] });
});

test('a stop and a SIGCONT that is pending leave it open', () => {
  expect(last([at({}, send('SIGCONT'))], early, { blocked: ['SIGTSTP'], pending: ['SIGTSTP'] })).toMatch(/pending when the other came/);
});

test('a fork that fails ends the init, and so does an execve of its child', () => {
  expect(last([at({ fails: 'EAGAIN' })], early)).toMatchObject({ op: 0, init: 'leaves', ends: [] });
  expect(last([at({ call: 'execve', of: 'child', fails: 'ENOENT' })], early)).toMatchObject({ init: 'leaves', ends: [] });
});

test('any other call of the start may be fatal, or not; none is when the child runs', () => {
  expect(last([at({ call: 'prctl', fails: 'EINVAL' })], { ...early, refused: true })).toMatch(/contract does not say/);
  expect(last([at({ call: 'prctl', fails: 'EINVAL' })], early)).toMatchObject({ init: 'running' });
  expect(last([at({ call: 'wait4', fails: 'EINTR' })], late)).toMatchObject({ init: 'running', mayExit: [] });
});

test('where the command cannot be started, what the init has forwarded may end the child before', () => {
  const missing = { command: 'missing' } as const;
  expect(last([at({}, send('SIGTERM'))], early, missing)).toMatchObject({ init: 'leaves', mayExit: [143] });
  expect(last([at({}, send('SIGTERM'))], { ready: false, takes: [] }, missing)).toMatchObject({ init: 'leaves', mayExit: [] });
  expect(last([at({}, send('SIGCHLD'))], early, missing)).toMatchObject({ init: 'leaves', mayExit: [] });
  expect(last([at({}, send('SIGTSTP'))], early, missing)).toMatch(/a stop came/);
  expect(last([at({ fails: 'EAGAIN' })], early, missing)).toMatch(/something else/);
});

test('a kill that fails loses its signal, and no other', () => {
  expect(last([send('SIGUSR1'), at({ call: 'kill', fails: 'EPERM' })], late)).toMatchObject({ init: 'running', ranges: [[10, 0, 1]] });
});

test('holds are read from the trace: whether main ran by then, and what the init takes', () => {
  const us = 0;
  const held = { us, kind: 'held', of: 'init', when: 'entry', index: 1, call: 57, takes: [15] } as const;
  const started = { us, kind: 'started', slot: 0, pid: 2, ppid: 1, pgid: 1, sid: 1 } as const;
  const program = programOf({}, [at({}, send('SIGTERM'))]);
  expect(holdsOf(program, { events: [held, started, held] } as unknown as Trace)).toEqual([
    { ready: false, takes: [15] },
    { ready: true, takes: [15] },
  ]);
  const left = { events: [held], starts: 0, exit: { how: 'exited', code: 127 } } as unknown as Trace;
  expect(holdsOf(program, left)).toEqual([{ ready: false, takes: [15], refused: true }]);
  expect(holdsOf(program, { ...left, exit: { how: 'exited', code: 0, afterOp: 0, us: 0 } })).toEqual([{ ready: false, takes: [15] }]);
  expect(holdsOf(programOf({}, [send('SIGTERM')]), { events: [held] } as unknown as Trace)).toEqual([]);
});

test('an actor that may not signal the init sends nothing: it is another user before it takes a command', () => {
  const step = at({ call: 'any', nth: 18 }, { signal: { signal: 'SIGTERM', to: 'init', from: 'main' } });
  const rangesOf = (user: number, launch: Launch = {}): unknown => {
    const main = { user, on: { all: 'note' } } as const;
    const { checkpoints } = predict(programOf({ main }, [step], launch), PLAIN, [late]);
    return checkpoints.at(-1)?.ranges.map(({ signal, min, max }) => [signal, min, max]);
  };
  expect(rangesOf(1)).toEqual([]);
  expect(rangesOf(0)).toEqual([[15, 1, 1]]);
  expect(rangesOf(1, { user: 1 })).toEqual([[15, 1, 1]]);
});
