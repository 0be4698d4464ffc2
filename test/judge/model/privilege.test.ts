import { expect, test } from 'vitest';
import type { Step } from '../../../fuzz/scenario/scenario.ts';
import { finally_ } from '../setting.ts';

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
