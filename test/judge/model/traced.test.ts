import { expect, test } from 'vitest';
import type { Contract } from '../../../fuzz/judge/contract.ts';
import type { Step } from '../../../fuzz/scenario/scenario.ts';
import type { SignalName } from '../../../fuzz/scenario/signals.ts';
import { finally_, predicted } from '../setting.ts';

const to = (signal: SignalName, to: string): Step => ({ signal: { signal, to } });
const tree = { shell: { parent: 'main' }, worker: { parent: 'shell', on: { all: 'note' } } } as const;
const forks: Step[] = [{ fork: 'shell' }, { fork: 'worker' }];
const traced: Step = { traceme: 'worker' };

test.each(['SIGTERM', 'SIGCONT', 'SIGSTOP', 'SIGWINCH', 'SIGRTMIN'] as const)(
  'main is stopped by %s, from outside and from the init, and the init stays',
  (signal) => {
    expect(finally_({}, [{ traceme: 'main' }, to(signal, 'main')])).toBe('main live stopped');
    if (signal !== 'SIGSTOP') expect(finally_({}, [{ traceme: 'main' }, to(signal, 'init')])).toBe('main live stopped');
  },
);

test('what is ignored stops it too, and SIGCONT is one signal more', () => {
  const steps: Step[] = [{ traceme: 'main' }, to('SIGUSR1', 'main'), to('SIGCONT', 'main'), to('SIGTERM', 'init')];
  expect(finally_({ main: { on: { all: 'ignore' } } }, steps)).toBe('main live stopped');
});

test('SIGKILL ends it, and the init leaves', () => {
  expect(finally_({}, [{ traceme: 'main' }, to('SIGTERM', 'init'), to('SIGKILL', 'main')])).toBe('init leaves: -9');
  expect(finally_({}, [{ traceme: 'main' }, { exit: { actor: 'main', code: 4 } }])).toBe('init leaves: 4');
});

test('what it is told while it is stopped it does not do', () => {
  const steps: Step[] = [...forks, { traceme: 'shell' }, to('SIGTERM', 'shell'), { exit: { actor: 'shell', code: 0 } }];
  expect(finally_(tree, steps)).toBe('main live; shell live stopped; worker live');
});

test('to become another program stops it, to die by a signal as well', () => {
  expect(finally_({}, [{ traceme: 'main' }, { exec: 'main' }])).toBe('main live stopped');
  expect(finally_({ main: { on: { SIGTRAP: 'ignore' } } }, [{ traceme: 'main' }, { exec: 'main' }])).toBe('main live');
  expect(finally_({}, [{ traceme: 'main' }, { die: { actor: 'main', signal: 'SIGTERM' } }])).toBe('main live stopped');
  expect(finally_({}, [{ traceme: 'main' }, { die: { actor: 'main', signal: 'SIGKILL' } }])).toBe('init leaves: -9');
});

test('the end or the stop of a child stops it, and it waits for none', () => {
  const steps: Step[] = [...forks, { traceme: 'shell' }];
  expect(finally_(tree, [...steps, { exit: { actor: 'worker', code: 0 } }])).toBe('main live; shell live stopped; worker zombie');
  expect(finally_(tree, [...steps, { stop: 'worker' }])).toBe('main live; shell live stopped; worker live stopped');
  const ignores = { ...tree, shell: { parent: 'main', on: { SIGCHLD: 'ignore' } } } as const;
  expect(finally_(ignores, [...steps, { exit: { actor: 'worker', code: 0 } }])).toBe('main live; shell live; worker gone');
});

test('a tracer that waits has done with the signal: the next one is taken when it has ended', () => {
  const steps: Step[] = [...forks, traced, to('SIGUSR1', 'worker'), to('SIGUSR2', 'worker'), { exit: { actor: 'shell', code: 0 } }];
  expect(finally_(tree, steps)).toBe('main live; shell gone; worker live; worker SIGUSR2 from outside 1');
});

test('of one that does not wait, or is stopped itself, both are taken', () => {
  const both = 'worker SIGUSR1 from outside 1; worker SIGUSR2 from outside 1';
  const sent = [to('SIGUSR1', 'worker'), to('SIGUSR2', 'worker')];
  const waitsNot = { ...tree, shell: { parent: 'main', waits: false } } as const;
  expect(finally_(waitsNot, [...forks, traced, ...sent, { exit: { actor: 'shell', code: 0 } }])).toContain(both);
  expect(finally_(tree, [...forks, traced, { stop: 'shell' }, ...sent, to('SIGKILL', 'shell')])).toContain(both);
});

test('one that goes on without its first thread lets go of its children when it becomes another program', () => {
  const thread = { shell: { parent: 'main', leaderEnds: true }, worker: { parent: 'shell', on: { all: 'note' } } } as const;
  const steps: Step[] = [...forks, traced, to('SIGUSR1', 'worker'), to('SIGUSR2', 'worker'), { exec: 'shell' }];
  expect(finally_(thread, steps)).toBe('main live; shell live; worker live; worker SIGUSR2 from outside 1');
  expect(finally_(tree, steps)).toBe('main live; shell live; worker live stopped');
});

test('whom an init has traced that is not PID 1 and is killed may go on', () => {
  const asSubreaper: Contract['asSubreaper'] = { adopts: true, deadly: ['SIGHUP'], suspends: [], parentDeath: 'none' };
  const steps: Step[] = [{ traceme: 'main' }, to('SIGTERM', 'init'), to('SIGTTOU', 'init'), to('SIGHUP', 'init')];
  expect(finally_({}, steps, { asSubreaper }, { as: 'subreaper' })).toBe('unsure: the init was killed while it traced a process');
});

test('a stop that its tracer has not waited for is one then, and SIGCONT ends it', () => {
  const waitsNot = { ...tree, shell: { parent: 'main', session: 'own', waits: false }, worker: { parent: 'shell' } } as const;
  const steps: Step[] = [...forks, traced, { stop: 'worker' }, { exit: { actor: 'shell', code: 0 } }];
  expect(finally_(waitsNot, steps)).toBe('main live; shell gone; worker live stopped');
  expect(finally_(waitsNot, [...steps, { continue: 'worker' }])).toBe('main live; shell gone; worker live');
});

test('which of two at once has stopped it is open when its tracer ends', () => {
  const sent: Step = { together: [to('SIGUSR1', 'worker'), to('SIGUSR2', 'worker')] as never };
  expect(predicted(tree, [...forks, traced, sent, { exit: { actor: 'shell', code: 0 } }]).slice(-2)).toEqual([
    'main live; shell live; worker live stopped',
    'unsure: what has stopped a traced process first is open',
  ]);
});

test('one that is traced by a parent which ignores SIGCHLD stays a zombie until that ends', () => {
  const ignores = { ...tree, shell: { parent: 'main', on: { SIGCHLD: 'ignore' } } } as const;
  const steps: Step[] = [...forks, traced, to('SIGKILL', 'worker')];
  expect(finally_(ignores, steps)).toBe('main live; shell live; worker zombie');
  expect(finally_(ignores, [...steps, { exit: { actor: 'shell', code: 0 } }])).toBe('main live; shell gone; worker gone');
});
