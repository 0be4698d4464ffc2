/** Causes in made-up runs: each where all is there that makes it certain, and not where a part of that is missing. */
import { describe, expect, test } from 'vitest';
import { execFileSync } from 'node:child_process';
import { causeIn, causeOf } from '../../fuzz/campaign/call-cause.ts';
import { withLab } from '../../fuzz/campaign/lab.ts';
import { compile } from '../../fuzz/compile/compile.ts';
import { callNumber } from '../../fuzz/scenario/calls.ts';
import { defineTarget } from '../../fuzz/index.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import { MOST_CALLS, type Trace, type TraceEvent } from '../../fuzz/trace/trace.ts';

type Happened = Omit<TraceEvent, 'us'> & Record<string, unknown>;

/** A call from its entry to its exit. */
const call = (who: number, name: string, args: number[], result: number): Happened[] =>
  (['entry', 'exit'] as const).map((when) => ({
    kind: 'call',
    of: who === 0 ? 'init' : 'child',
    when,
    index: 0,
    call: callNumber(name) as number,
    who,
    result: when === 'exit' ? result : 0,
    ...(when === 'entry' ? { args } : {}),
  }));

const op: Happened[] = [{ kind: 'op', index: 0 }];
const gone: Happened[] = [{ kind: 'gone', slot: 0 }];
const times = (n: number, events: Happened[]): Happened[] => Array.from({ length: n }, () => events).flat();

interface Given {
  signature: string;
  said?: string;
  launch?: object;
  exit?: number;
}

function cause({ signature, said = '', launch = {}, exit }: Given, ...happened: Happened[][]): string | undefined {
  const steps = [{ signal: { signal: 'SIGTERM', to: 'init' } }];
  const program = compile({ version: 1, launch, actors: { main: {} }, steps } as unknown as Scenario);
  const events = happened.flat().map((event, us) => ({ us, ...event }) as unknown as TraceEvent);
  const ended = exit === undefined ? {} : { exit: { how: 'exited' as const, code: exit, afterOp: 0, us: 1 } };
  const trace: Trace = { events, starts: 1, init: {} as Trace['init'], stdout: '', stderr: '', us: 0, lentUs: 0, ...ended };
  return causeIn(program, trace, { signature, said });
}

const LOST = { signature: 'forwards/signal-lost:while-starting', said: 'main did not get SIGTERM from the init, but should get it once' };
const LEFT = { signature: 'survives/left-early', said: 'the init exited with 1 (main was last seen running), but should stay' };
const STAYS = { signature: 'leaves-promptly/stays', launch: { ignored: ['SIGCHLD'] } };
const WRONG = { signature: 'reports-failed-exec/wrong-code:missing' };

describe('a signal that is lost', () => {
  const failing = call(0, 'kill', [-2, 15], -3);
  const own = call(1, 'setsid', [], 2);

  test('not where the record of calls was full: what made the group may be among those that it lacks', () => {
    const full = times(MOST_CALLS / 2 - 1, call(0, 'wait4', [], 0));
    expect(cause(LOST, full.slice(1), failing)).toBeDefined();
    expect(cause(LOST, full, failing)).toBeUndefined();
  });

  test('for a group that is not there yet, or not at all', () => {
    expect(cause(LOST, failing, own)).toBe(
      'kill(-2, SIGTERM) of the init fails with ESRCH: there is no group 2 yet, since its child makes it later',
    );
    expect(cause(LOST, own, failing)).toBe('kill(-2, SIGTERM) of the init fails with ESRCH: there is no group 2');
  });

  test('not for another signal, another process or another error', () => {
    expect(cause(LOST, call(0, 'kill', [-2, 1], -3), own)).toBeUndefined();
    expect(cause(LOST, call(1, 'kill', [-2, 15], -3), own)).toBeUndefined();
    expect(cause(LOST, call(0, 'kill', [-2, 15], 0), own)).toBeUndefined();
    const other = { ...LOST, said: 'main did not get SIGRTMIN+12 from the init' };
    expect(cause(other, call(0, 'kill', [-2, 35], -3), own)).toBeUndefined();
    expect(cause({ ...LOST, signature: 'exit-code/wrong-status' }, failing, own)).toBeUndefined();
  });

  test('since the init may not send it', () => {
    expect(cause(LOST, call(0, 'kill', [2, 15], -1))).toBe('kill(2, SIGTERM) of the init fails with EPERM: it may not signal that process');
  });

  test('since there is no handler, unless something may keep it', () => {
    const handler = call(0, 'rt_sigaction', [15, 77], 0);
    expect(cause(LOST, op, handler)).toBe('the init has no handler for SIGTERM yet: the kernel keeps such signals from PID 1');
    expect(cause(LOST, op)).toBe('the init has no handler for SIGTERM: the kernel keeps such signals from PID 1');
    expect(cause(LOST, call(0, 'rt_sigaction', [15, 0], 0), op)).toMatch('no handler');
    expect(cause(LOST, handler, op)).toBeUndefined();
    expect(cause(LOST, call(0, 'rt_sigprocmask', [0, 77], 0), op)).toBeUndefined();
    expect(cause({ ...LOST, launch: { as: 'subreaper' } }, op)).toBeUndefined();
  });

  test('since it stays blocked', () => {
    const blocked = { ...LOST, launch: { blocked: ['SIGTERM'] } };
    expect(cause(blocked, op, call(0, 'rt_sigprocmask', [0, 77], 0))).toBe(
      'SIGTERM was blocked when the init was started, and the init never unblocks it',
    );
    expect(cause(blocked, op, call(0, 'rt_sigprocmask', [2, 77], 0))).toBeUndefined();
    expect(cause(blocked, op, call(0, 'signalfd4', [], 3))).toBeUndefined();
    expect(cause({ ...LOST, launch: { blocked: ['SIGHUP'] } }, call(0, 'rt_sigprocmask', [0, 77], 0), op)).toBeUndefined();
  });

  test('since a handler of the init takes it in the child', () => {
    const kill = call(0, 'kill', [2, 15], 0);
    const handled = call(1, 'rt_sigreturn', [], 0);
    expect(cause(LOST, kill, handled)).toBe(
      "kill(2, SIGTERM) of the init comes before its child's exec: a handler that the child has from the init takes the signal",
    );
    expect(cause(LOST, kill, call(1, 'execve', [], 0), handled)).toBeUndefined();
    expect(cause(LOST, handled, kill)).toBeUndefined();
    expect(cause(LOST, kill, kill, handled)).toBeUndefined();
  });
});

test('an init that may not signal, and ends', () => {
  const denied = call(0, 'kill', [2, 0], -1);
  const text = 'kill(2, 0) of the init fails with EPERM: it may not signal that process, and ends';
  expect(cause(LEFT, denied, call(0, 'write', [2], 21))).toBe(text);
  expect(cause({ ...LEFT, signature: 'exit-code/wrong-status:death' }, denied)).toBe(text);
  expect(cause(LEFT, denied, call(0, 'wait4', [], 2))).toBeUndefined();
});

test('children that the kernel reaps', () => {
  const text = 'SIGCHLD was ignored when the init was started, and still is, so that the kernel reaps its children';
  const failing = call(0, 'wait4', [], -10);
  expect(cause(STAYS, failing)).toBe(`${text}: its wait fails with ECHILD`);
  expect(cause(STAYS, gone)).toBe(`${text}: it never hears of their end`);
  expect(cause({ ...STAYS, launch: {} }, failing)).toBeUndefined();
  expect(cause(STAYS, call(0, 'wait4', [], 2), failing)).toBeUndefined();
  expect(cause(STAYS, call(0, 'waitid', [], 0), failing)).toBeUndefined();
  expect(cause(STAYS, call(0, 'wait4', [], 0))).toBeUndefined();
});

test('a child that never comes to its exec', () => {
  const closed = call(1, 'ioctl', [0], -9);
  expect(cause(WRONG, closed)).toMatch(/^stdin is closed: ioctl\(2\) on it fails with EBADF/);
  expect(cause(WRONG, closed, call(1, 'execve', [], -2))).toBeUndefined();
  expect(cause(WRONG, call(1, 'ioctl', [0], -25))).toBeUndefined();
});

test('a message that may not be written', () => {
  const written = call(1, 'write', [2], -27);
  expect(cause({ ...WRONG, exit: 153 }, written)).toMatch(/fails with EFBIG, by the limit FSIZE: SIGXFSZ kills the child/);
  expect(cause({ ...WRONG, exit: 1 }, written)).toBeUndefined();
});

test('no process that is left', () => {
  const given = { signature: 'reports-failed-exec/stays:no-process-left' };
  expect(cause(given, call(0, 'clone', [], -11))).toBe(
    'clone(2) of the init fails with EAGAIN: by a limit of processes it can have no child',
  );
  expect(cause(given, call(0, 'clone', [], 2))).toBeUndefined();
});

test('a loop of what fails', () => {
  const given = { signature: 'stays-idle/busy' };
  const both = [...call(0, 'wait4', [], -10), ...call(0, 'kill', [2, 15], -3)];
  expect(cause(given, times(100, both))).toBe('the init fails again and again at wait4(2) with ECHILD, kill(2) with ESRCH');
  expect(cause(given, times(99, both))).toBeUndefined();
});

test('of a real init, in a run whose calls are recorded', async () => {
  execFileSync('make', ['-s', '-C', 'targets/faulty', 'build/sigchld-left-ignored']);
  const target = defineTarget({ name: 'x', binary: 'targets/faulty/build/sigchld-left-ignored' });
  const scenario = { version: 1, launch: { ignored: ['SIGCHLD'] }, actors: { main: {} }, steps: [{ exit: { actor: 'main', code: 0 } }] };
  const said = await withLab([target], { jobs: 1 }, (lab) =>
    causeOf(lab, scenario as unknown as Scenario, target, 'leaves-promptly/stays'),
  );
  expect(said).toMatch(/^SIGCHLD was ignored when the init was started, and still is/);
});
