import { describe, expect, test } from 'vitest';
import type { StartState } from '../../fuzz/trace/trace.ts';
import { handsDown } from '../../properties/hands-down.ts';
import { changed, outcome, show, type Shown, withExecutors } from './setting.ts';

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
    ['limits', { changedLimits: ['NOFILE'] }],
    ['arguments', { args: ['main', ''] }],
    ['environment', { env: ['HOME=/'] }],
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

test('a contract may empty the mask, reset what is ignored, and give a group and session of its own', async () => {
  const run = await show({ launch: { blocked: ['SIGTERM'], ignored: ['SIGINT', 'SIGRTMIN'] } });
  const contract = { child: { group: 'own', session: 'own', mask: 'empty', ignored: 'reset', terminal: 'handed-over' } } as const;
  const pid = run.trace.start?.pid ?? 0;
  expect(outcome(handsDown, started(run, { blocked: [], ignored: [34], pgid: pid, sid: pid }), contract)).toBe('holds');
  expect(outcome(handsDown, run, contract)).toBe('mask:others');
});
