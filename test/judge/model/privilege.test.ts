import { expect, test } from 'vitest';
import type { Step } from '../../../fuzz/scenario/scenario.ts';
import { predict } from '../../../fuzz/judge/model/predict.ts';
import { PLAIN } from '../../../fuzz/judge/plain-contract.ts';
import { finally_, predicted, programOf } from '../setting.ts';

const other = { parent: 'main', user: 7, on: { all: 'note' } } as const;
const send = (signal: 'SIGUSR1' | 'SIGCONT', to: string, from: string): Step => ({ signal: { signal, to, from } });

test('root signals all; another user its like, and SIGCONT to its session', () => {
  const actors = { a: other, b: other, far: { parent: 'main', session: 'own', on: { all: 'note' } } } as const;
  const forks: Step[] = [{ fork: 'a' }, { fork: 'b' }, { fork: 'far' }];
  const last = (step: Step): string => finally_(actors, [...forks, step]).replace('main live; a live; b live; far live', '');
  expect(last(send('SIGUSR1', 'init', 'a'))).toBe('');
  expect(last(send('SIGUSR1', 'main', 'a'))).toBe('');
  expect(last(send('SIGUSR1', 'b', 'a'))).toBe('; b SIGUSR1 from actor 1');
  expect(last(send('SIGUSR1', 'a', 'main'))).toBe('; a SIGUSR1 from actor 1');
  expect(last(send('SIGCONT', 'main', 'a'))).toBe('; main SIGCONT from actor 1');
  expect(last(send('SIGCONT', 'far', 'a'))).toBe('');
  expect(last(send('SIGUSR1', 'everybody', 'a'))).toBe('; b SIGUSR1 from actor 1');
});

test('a child of another user cannot become a third, and none can without capabilities', () => {
  const actors = { a: other, b: { parent: 'a', user: 8, on: { all: 'note' } } } as const;
  expect(finally_(actors, [{ fork: 'a' }, { fork: 'b' }, send('SIGUSR1', 'a', 'b')])).toContain('a SIGUSR1 from actor 1');
});

test('a set-uid child is root, whom an init that is not may signal by SIGCONT alone; with no_new_privs nothing is gained', () => {
  const actors = { main: { setuid: true, on: { all: 'note' } } } as const;
  const steps: Step[] = [{ signal: { signal: 'SIGTERM', to: 'init' } }, { signal: { signal: 'SIGCONT', to: 'init' } }];
  expect(predicted(actors, steps, {}, { user: 7 })).toEqual(['main live', 'main live; main SIGCONT from init 1']);
  expect(predicted(actors, steps, { to: 'group' }, { user: 7 })).toEqual(['main live', 'main live; main SIGCONT from init 1']);
  expect(predicted(actors, steps, {}, { user: 7, noNewPrivs: true })[0]).toBe('main live; main SIGTERM from init 1');
});

test('who enters from outside has no no_new_privs', () => {
  const actors = { a: { parent: 'outside', user: 7 }, b: { parent: 'a', setuid: true, on: { all: 'note' } } } as const;
  const steps: Step[] = [{ fork: 'a' }, { fork: 'b' }, { traceme: 'main' }, send('SIGUSR1', 'init', 'b')];
  expect(finally_(actors, steps, {}, { noNewPrivs: true })).toBe('main live stopped; a live; b live');
});

test('what comes while a set-uid child starts may come before it is root', () => {
  const actors = { main: { setuid: true, on: { all: 'note' } } } as const;
  const program = programOf(actors, [], { user: 7, blocked: ['SIGTERM'], pending: ['SIGTERM'] });
  expect(predict(program, PLAIN).checkpoints[0]?.ranges).toMatchObject([{ slot: 0, signal: 15, min: 0, max: 1 }]);
});

test('one that has just been made may not be root yet', () => {
  const actors = { main: {}, a: { parent: 'main', setuid: true } } as const;
  const steps: Step[] = [
    { stop: 'main' },
    { fork: 'a' },
    { signal: { signal: 'SIGTERM', to: 'everybody', from: 'main' } },
    { continue: 'main' },
  ];
  expect(finally_(actors, steps, {}, { user: 7 })).toBe('unsure: a process was signalled that may not be root yet');
});

test('a child that root starts as another user may not signal root; who is not root starts none', () => {
  const contract = { child: { ...PLAIN.child, user: 7 } };
  const steps = [send('SIGUSR1', 'init', 'main')];
  expect(finally_({}, steps, contract)).toBe('main live');
  expect(finally_({}, steps, contract, { capabilities: 'none' })).toBe('main live; main SIGUSR1 from init 1');
});
