import { describe, expect, test } from 'vitest';
import type { StartState } from '../../fuzz/trace/trace.ts';
import { handsDown } from '../../properties/hands-down.ts';
import { PLAIN, UNDECLARED } from '../../fuzz/judge/plain-contract.ts';
import { changed, kinds, outcome, show, type Shown, signatures, withExecutors } from './setting.ts';

withExecutors();

const launch = {
  blocked: ['SIGUSR1'],
  ignored: ['SIGHUP'],
  closed: ['stdin'],
  open: [5],
  directory: 'own',
  args: ['-x', ''],
  env: { A: 'b' },
} as const;

const started = (run: Shown, state: Partial<StartState>): Shown =>
  changed(run, { start: { ...(run.trace.start as StartState), ...state } });

test('holds where everything is as it was', async () => {
  const run = await show({
    launch: {
      ...launch,
      blocked: [...launch.blocked],
      ignored: [...launch.ignored],
      closed: [...launch.closed],
      open: [...launch.open],
      args: [...launch.args],
    },
  });
  expect(outcome(handsDown, run)).toBe('holds');
});

describe('names what differs', () => {
  const DIFFERENCES: [string, Partial<StartState>][] = [
    ['mask:others', { blocked: [15] }],
    ['mask:job-control', { blocked: [21, 22] }],
    ['ignored-signals:others', { ignored: [1] }],
    [
      'descriptors',
      {
        descriptors: new Map([
          [0, 'null'],
          [1, 'stdout'],
          [2, 'stderr'],
          [3, 'other'],
        ]),
      },
    ],
    ['directory', { directory: '/tmp' }],
    ['group', { pgid: 2, pid: 2 }],
    ['session', { sid: 2, pid: 2 }],
    ['umask', { umask: 0 }],
    ['nice', { nice: 5 }],
    ['no-new-privs', { noNewPrivs: true }],
    ['limits:NOFILE', { changedLimits: ['NOFILE'] }],
    ['arguments', { args: ['main', ''] }],
    ['environment:lost', { env: ['HOME=/'] }],
  ];
  test.each(DIFFERENCES)('%s', async (what, state) => {
    const run = await show({});
    const pid = run.trace.start?.pid ?? 0;
    const { pid: _, ...rest } = state;
    const ids = 'pgid' in state ? { pgid: pid } : 'sid' in state ? { sid: pid } : {};
    expect(outcome(handsDown, started(run, { ...rest, ...ids }))).toBe(what);
  });
});

test('a second start of the command', async () => {
  expect(outcome(handsDown, changed(await show({}), { starts: 2 }))).toBe('starts');
});

test('a contract may empty the mask, reset what is ignored, which is told, and give a group and session of its own', async () => {
  const run = await show({ launch: { blocked: ['SIGTERM'], ignored: ['SIGINT', 'SIGRTMIN'] } });
  const contract = { child: { group: 'own', session: 'own', mask: 'empty', ignored: 'reset', terminal: 'handed-over' } } as const;
  const pid = run.trace.start?.pid ?? 0;
  expect(outcome(handsDown, started(run, { blocked: [], ignored: [34], pgid: pid, sid: pid }), contract)).toBe('expected');
  expect(outcome(handsDown, run, contract)).toBe('ignored-signals:background');
});

test('a contract may add to the mask and to what is ignored, and take from them, the last of which is told', async () => {
  const run = await show({ launch: { blocked: ['SIGTERM', 'SIGHUP'], ignored: ['SIGINT', 'SIGCHLD'] } });
  const mask = { adds: ['SIGUSR1'], removes: ['SIGTERM'] } as const;
  const child = { ...PLAIN.child, mask, ignored: { adds: ['SIGPIPE'] } } as const;
  const seen = (blocked: number[], ignored: number[]) => started(run, { blocked, ignored });
  expect(outcome(handsDown, seen([1, 10], [2, 13, 17]), { child })).toBe('holds');
  expect(outcome(handsDown, seen([1], [2, 13, 17]), { child })).toBe('mask:others-lost');
  expect(outcome(handsDown, seen([1, 10, 15], [2, 13, 17]), { child })).toBe('mask:others');
  expect(outcome(handsDown, seen([1, 10], [2, 17]), { child })).toBe('ignored-signals:interpreter-lost');
  const reset = { ...child, ignored: { removes: ['SIGCHLD'] } } as const;
  expect(outcome(handsDown, seen([1, 10], [2]), { child: reset })).toBe('expected');
  expect(outcome(handsDown, seen([1, 10], [2, 17]), { child: reset })).toBe('ignored-signals:others');
});

test('a contract may raise a soft limit, which is told, and neither lower it nor change the hard one', async () => {
  const run = await show({});
  const child = { ...PLAIN.child, raises: ['NOFILE'] } as const;
  const limits = (changedLimits: string[], raisedLimits: string[]) => started(run, { changedLimits, raisedLimits });
  expect(outcome(handsDown, limits(['NOFILE'], ['NOFILE']), { child })).toBe('expected');
  expect(outcome(handsDown, limits(['NOFILE'], []), { child })).toBe('limits:NOFILE');
  expect(outcome(handsDown, limits(['CORE'], ['CORE']), { child })).toBe('limits:CORE');
  expect(outcome(handsDown, limits(['NOFILE'], ['NOFILE']))).toBe('limits:NOFILE');
});

test("what becomes of the C library's own signals is open where the contract says so", async () => {
  const run = await show({ launch: { blocked: ['SIG32', 'SIGTERM'] } });
  const lost = started(run, { blocked: [15], ignored: [33] });
  expect([outcome(handsDown, lost), outcome(handsDown, lost, UNDECLARED)]).toEqual(['ignored-signals:library', 'expected']);
  expect(outcome(handsDown, started(run, { blocked: [], ignored: [33] }), UNDECLARED)).toBe('expected');
});

describe('tells each difference', () => {
  test('on its own, the harmful first', async () => {
    const run = started(await show({ launch: { blocked: ['SIGTERM'] } }), { blocked: [20, 32], ignored: [2, 3, 13], umask: 0, nice: 5 });
    expect(signatures(handsDown, run)).toEqual([
      'ignored-signals:background',
      'ignored-signals:interpreter',
      'mask:job-control',
      'mask:library',
      'mask:others-lost',
      'umask',
      'nice',
    ]);
  });

  test('so that a declared one takes away no other', async () => {
    const run = started(await show({}), { blocked: [20], ignored: [1] });
    const deviations = [{ property: 'hands-down', signature: 'hands-down/mask:job-control', reason: 'by design' }];
    expect(kinds(handsDown, run, deviations)).toEqual({
      'hands-down/ignored-signals:others': 'violated',
      'hands-down/mask:job-control': 'expected',
    });
  });

  test('and not what follows from it: a session brings a group and no terminal, another user has no capabilities', async () => {
    const run = await show({ launch: { terminal: 'controlling' } });
    const pid = run.trace.start?.pid ?? 0;
    expect(signatures(handsDown, started(run, { sid: pid, pgid: pid, foreground: -1 }))).toEqual(['session']);
    expect(signatures(handsDown, started(run, { pgid: pid }))).toEqual(['group']);
    expect(signatures(handsDown, started(run, { user: 7, capabilities: false }))).toEqual(['user']);
  });
});

describe('what a shell or a runtime adds to an environment', () => {
  const env = (...variables: string[]) => ({ env: [...(BASE ?? []), ...variables] });
  let BASE: string[] | undefined;

  test('is told as what it is, and is no violation', async () => {
    const run = await show({});
    BASE = run.trace.start?.env;
    expect(kinds(handsDown, started(run, env('PWD=/', 'SHLVL=0', 'LC_CTYPE=C.UTF-8')))).toEqual({
      'hands-down/environment:shell': 'expected',
      'hands-down/environment:runtime': 'expected',
    });
    expect(kinds(handsDown, started(run, env('PWD=/', 'INIT_PID=1')))).toEqual({
      'hands-down/environment:added': 'violated',
      'hands-down/environment:shell': 'expected',
    });
  });
});
