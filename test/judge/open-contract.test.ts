import { expect, test } from 'vitest';
import { predict } from '../../fuzz/judge/model/predict.ts';
import { chosen, startedAs } from '../../fuzz/judge/open-contract.ts';
import { PLAIN, UNDECLARED } from '../../fuzz/judge/plain-contract.ts';
import type { Trace } from '../../fuzz/trace/trace.ts';
import { programOf } from './setting.ts';

const trace = (pgid: number, sid: number, foreground: number, directory = '/initproof/own'): Trace =>
  ({
    events: [{ us: 0, kind: 'started', slot: 0, pid: 2, ppid: 1, pgid, sid }],
    start: { pgid, foreground },
    init: { directory },
  }) as unknown as Trace;

test.each([
  [1, 1, 1, { group: "init's", session: "init's", terminal: 'untouched' }],
  [2, 1, 2, { group: 'own', session: "init's", terminal: 'foreground' }],
  [2, 1, 1, { group: 'own', session: "init's", terminal: 'untouched' }],
  [2, 2, 2, { group: 'own', session: 'own', terminal: 'handed-over' }],
] as const)('of a child in group %i, session %i, with group %i in front, it is what was seen', (pgid, sid, foreground, child) => {
  expect(chosen(UNDECLARED, trace(pgid, sid, foreground)).child).toMatchObject(child);
});

test('the root is a directory to work in as well', () => {
  expect(chosen(UNDECLARED, trace(1, 1, 1)).directory).toBe('inherited');
  expect(chosen(UNDECLARED, trace(1, 1, 1, '/')).directory).toBe('/');
});

test('what is declared stays so', () => {
  expect(chosen(PLAIN, trace(2, 2, 2, '/'))).toBe(PLAIN);
});

test('of a child that has not started nothing is known', () => {
  expect(chosen(UNDECLARED, { ...trace(1, 1, 1), events: [] }).child).toEqual(UNDECLARED.child);
});

test('what becomes the command starts it as the user that it was seen as', () => {
  const contract = { ...PLAIN, becomes: 'command' } as const;
  const start = { user: 1000, capabilities: false, noNewPrivs: false };
  const seen = { ...trace(1, 1, 1), start } as unknown as Trace;
  const actors = { a: { parent: 'main', session: 'own', setuid: true } } as const;
  const program = programOf(actors, [{ fork: 'a' }, { signal: { signal: 'SIGCONT', to: 'init', from: 'a' } }]);
  expect(startedAs(program, contract, seen).launch).toEqual({ user: 1000, noNewPrivs: false });
  expect(startedAs(program, PLAIN, seen)).toBe(program);
  // Root again by a set-uid program, it may signal whom it likes.
  const [, , last] = predict(startedAs(program, contract, seen), contract).checkpoints;
  expect(last?.ranges).toEqual([{ slot: 0, signal: 18, sender: 'actor', min: 1, max: 1 }]);
});
