import { expect, test } from 'vitest';
import { predict } from '../../../fuzz/judge/model/predict.ts';
import { PLAIN } from '../../../fuzz/judge/plain-contract.ts';
import type { Contract } from '../../../fuzz/judge/contract.ts';
import type { Launch, Step } from '../../../fuzz/scenario/scenario.ts';
import { finally_, programOf } from '../setting.ts';

const TERMINAL: Launch = { terminal: 'controlling' };
const FOREGROUND: Partial<Contract> = { child: { ...PLAIN.child, group: 'own', terminal: 'foreground' } };
const HANDED_OVER: Partial<Contract> = { child: { ...PLAIN.child, group: 'own', session: 'own', terminal: 'handed-over' } };
const job = { job: { parent: 'main', group: 'own', on: { SIGINT: 'note' } } } as const;

const after = (steps: Step[], contract: Partial<Contract> = {}, launch = TERMINAL): string => finally_(job, steps, contract, launch);
const terminalAfter = (steps: Step[], contract: Partial<Contract> = {}) =>
  predict(programOf(job, steps, TERMINAL), { ...PLAIN, ...contract }).checkpoints.at(-1)?.terminal;

test('a key reaches the group in the foreground: the init and main, or main alone where it has a group of its own', () => {
  expect(after([{ type: '^C' }])).toBe('main live; main SIGINT from init 0..1; main SIGINT from kernel 0..1');
  expect(after([{ type: '^C' }], FOREGROUND)).toBe('main live; main SIGINT from kernel 1');
  expect(after([{ type: '^C' }], HANDED_OVER)).toBe('main live; main SIGINT from kernel 1');
});

const onceAfter = (steps: Step[], contract: Partial<Contract> = {}) =>
  predict(programOf(job, steps, TERMINAL), { ...PLAIN, ...contract }).checkpoints.at(-1)?.once;

test('a key comes once to who is in the foreground with the init, unless its contract says otherwise', () => {
  const once = [{ slot: 0, signal: 2, max: 1 }];
  expect(onceAfter([{ type: '^C' }])).toEqual(once);
  expect(onceAfter([{ type: '^C' }], { keys: 'twice' })).toEqual([]);
  const setuid = programOf({ main: { setuid: true, on: { all: 'note' } } }, [{ type: '^C' }], { ...TERMINAL, user: 1 });
  expect(predict(setuid, PLAIN).checkpoints.at(-1)?.once, 'whom the init may not signal').toEqual([]);
  expect(onceAfter([{ type: '^C' }], FOREGROUND)).toEqual([]);
  expect(onceAfter([{ signal: { signal: 'SIGINT', to: 'init' } }])).toEqual([]);
});

test('one that a frozen init has got need not come again when it is thawed; one that only it has got must', () => {
  const frozen: Step[] = [{ freeze: 'init' }, { type: '^C' }, { thaw: 'init' }];
  expect(after(frozen)).toBe('main live; main SIGINT from init 0..1; main SIGCONT from init 1');
  expect(after([{ fork: 'job' }, { setpgid: 'main' }, ...frozen])).toBe(
    'main live; job live; main SIGINT from init 1; main SIGCONT from init 1',
  );
});

test('what is typed can be read, a line at a time, until a key discards it', () => {
  expect(terminalAfter([{ type: 'hello\nyes\nx' }])).toEqual({ foreground: -1, input: 10 });
  expect(terminalAfter([{ type: 'hello\nyes\nx' }, { read: 'main' }])).toEqual({ foreground: -1, input: 4 });
  expect(terminalAfter([{ type: 'hello\n' }, { type: '^Z' }])).toEqual({ foreground: -1, input: 0 });
});

test('an actor puts its group in the foreground', () => {
  expect(terminalAfter([{ fork: 'job' }, { foreground: 'job' }], FOREGROUND)).toEqual({ foreground: 1, input: 0 });
  expect(after([{ fork: 'job' }, { foreground: 'job' }, { type: '^C' }], FOREGROUND)).toBe('main live; job live; job SIGINT from kernel 1');
});

test('one that reads in the background is stopped each time that it goes on, until it is in the foreground', () => {
  const steps: Step[] = [{ fork: 'job' }, { read: 'job' }, { continue: 'job' }];
  expect(after(steps)).toBe('main live; job live stopped');
  const front: Step[] = [{ type: 'a\n' }, { fork: 'job' }, { read: 'job' }, { foreground: 'job' }, { continue: 'job' }];
  expect(after(front)).toBe('main live; job live stopped');
});

test('of several that go on together it is open whether they are stopped with it', () => {
  const actors = { main: {}, job: { parent: 'main', group: 'own' }, other: { parent: 'job' } } as const;
  const steps: Step[] = [{ fork: 'job' }, { fork: 'other' }, { read: 'job' }, { signal: { signal: 'SIGCONT', to: { group: 'job' } } }];
  expect(finally_(actors, steps.slice(0, 3), {}, TERMINAL)).toBe('main live; job live stopped; other live stopped');
  expect(finally_(actors, steps, {}, TERMINAL)).toMatch(/^unsure: one that goes on and is stopped again/);
});

test('unless nobody could make its group go on', () => {
  expect(after([{ fork: 'job' }, { foreground: 'job' }, { read: 'main' }])).toBe('main live; job live');
});

test('only a terminal that says so stops who writes there', () => {
  expect(after([{ fork: 'job' }, { write: 'job' }])).toBe('main live; job live');
  expect(after([{ fork: 'job' }, { write: 'job' }], {}, { ...TERMINAL, tostop: true })).toBe('main live; job live stopped');
});

test('hanging up is told to the leader: the init, or main in a session of its own', () => {
  expect(after([{ hangUp: 'terminal' }])).toBe('main live; main SIGHUP from init 1; main SIGCONT from init 1');
  expect(after([{ hangUp: 'terminal' }], HANDED_OVER)).toBe('main live; main SIGHUP from kernel 1; main SIGCONT from kernel 1');
  expect(after([{ hangUp: 'terminal' }], {}, { ...TERMINAL, as: 'subreaper' })).toBe('main live');
});

test('a frozen init is thawed by it', () => {
  expect(after([{ freeze: 'init' }, { hangUp: 'terminal' }])).toBe('main live; main SIGHUP from init 1; main SIGCONT from init 1');
});

test('a size that is new is told to the foreground', () => {
  expect(after([{ resize: { rows: 24, columns: 80 } }])).toBe('main live');
  expect(after([{ resize: { rows: 1, columns: 1 } }], FOREGROUND)).toBe('main live; main SIGWINCH from kernel 1');
});

test('the end of the leader is told to the foreground', () => {
  const member = { job: { parent: 'main', on: { all: 'note' } } } as const;
  const end: Step[] = [{ freeze: 'init' }, { exit: { actor: 'main', code: 0 } }];
  expect(finally_(member, [{ fork: 'job' }, ...end], HANDED_OVER, TERMINAL)).toBe(
    'main zombie/gone; job live; job SIGHUP from kernel 1; init frozen',
  );
  expect(finally_(member, [{ fork: 'job' }, { hangUp: 'terminal' }, ...end], HANDED_OVER, TERMINAL)).toContain('job SIGCONT from kernel 1');
});

test('of what ends the leader and what that tells the foreground nobody knows which comes first', () => {
  const actors = { main: {}, job: { parent: 'main', on: { SIGINT: 'note', SIGHUP: { exit: 1 } } } } as const;
  const steps: Step[] = [{ fork: 'job' }, { freeze: 'init' }, { type: '^C' }];
  expect(finally_(actors, steps, HANDED_OVER, TERMINAL)).toBe(
    'main zombie/gone; job zombie/gone; job SIGHUP from kernel 0..1; job SIGINT from kernel 0..1; init frozen',
  );
});

test('an init that knows it by a stdin that is closed may do anything', () => {
  expect(after([], FOREGROUND, { ...TERMINAL, closed: ['stdin'] })).toContain('unsure');
});
