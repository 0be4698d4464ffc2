import { expect, test } from 'vitest';
import { compile } from '../../fuzz/compile/compile.ts';
import { REACTION, type Op } from '../../fuzz/compile/program.ts';
import type { Actor, Scenario, Step } from '../../fuzz/scenario/scenario.ts';
import { RICH } from '../scenario/samples.ts';

const ops = (actors: Record<string, Actor>, steps: Step[]): Op[] =>
  compile({ version: 1, launch: {}, actors: { main: {}, ...actors }, steps }).ops;

test('gives each process its slot: copies in a row, a daemon behind its intermediate', () => {
  const slots = compile(RICH).processes.map(
    (p) => `${p.slot} ${p.actor}${p.copy}${p.intermediate ? '*' : ''} < ${p.parent} ${p.session} ${p.group}`,
  );
  expect(slots).toEqual([
    '0 main0 < -1 parent parent',
    '1 shell0 < 0 parent own',
    '2 worker0 < 1 parent parent',
    '3 worker1 < 1 parent parent',
    '4 worker2 < 1 parent parent',
    '5 helper0 < 0 parent 1',
    '6 service0* < 0 own parent',
    '7 service0 < 6 parent parent',
    '8 service1* < 0 own parent',
    '9 service1 < 8 parent parent',
    '10 leader0 < 2 own parent',
  ]);
});

test('fills the reactions: `all` first, then those by name', () => {
  const main = compile(RICH).processes[0];
  expect([1, 9, 15, 17, 19, 64].map((signal) => main?.reactions[signal])).toEqual([
    REACTION.note,
    REACTION.default,
    REACTION.exitLater,
    REACTION.note,
    REACTION.default,
    REACTION.note,
  ]);
  expect([main?.exitCodes[15], main?.delays[15]]).toEqual([3, 20]);
  const worker = compile(RICH).processes[3];
  expect([1, 10, 12].map((signal) => worker?.reactions[signal])).toEqual([REACTION.ignore, REACTION.exit, REACTION.default]);
});

test('a named signal overrides an exit that `all` has set', () => {
  const actors: Scenario['actors'] = { main: { on: { all: { exit: 9, after: '1s' }, SIGHUP: 'note' } } };
  const main = compile({ version: 1, launch: {}, actors, steps: [] }).processes[0];
  expect([main?.reactions[1], main?.exitCodes[1], main?.delays[1]]).toEqual([REACTION.note, 0, 0]);
});

test('makes one op of each step', () => {
  const steps: Step[] = [
    { fork: 'a' },
    { signal: { signal: 'SIGTERM', to: 'a' } },
    { signal: { signal: 'SIGHUP', to: { group: 'a' }, from: 'main' } },
    { queue: { signal: 'SIGRTMIN', to: 'init', value: 0 } },
    { stop: 'a' },
    { continue: 'a' },
    { freeze: 'init' },
    { thaw: 'init' },
    { wait: '1.5s' },
    { die: { actor: 'a', signal: 'SIGQUIT' } },
    { exit: { actor: 'main', code: 3 } },
  ];
  const settle = true;
  const a = { slot: 1, count: 2 };
  expect(ops({ a: { parent: 'main', copies: 2 } }, steps)).toEqual([
    { op: 'fork', ...a, step: 0, settle },
    { op: 'signal', signal: 15, to: { kind: 'process', ...a }, from: -1, step: 1, settle },
    { op: 'signal', signal: 1, to: { kind: 'group', slot: 1 }, from: 0, step: 2, settle },
    { op: 'signal', signal: 34, to: { kind: 'init' }, from: -1, value: 0, step: 3, settle },
    { op: 'signal', signal: 19, to: { kind: 'process', ...a }, from: -1, step: 4, settle },
    { op: 'signal', signal: 18, to: { kind: 'process', ...a }, from: -1, step: 5, settle },
    { op: 'freeze', step: 6, settle },
    { op: 'thaw', step: 7, settle },
    { op: 'wait', ms: 1500, step: 8, settle },
    { op: 'die', ...a, signal: 3, core: true, step: 9, settle },
    { op: 'exit', slot: 0, count: 1, code: 3, step: 10, settle },
  ]);
});

test('leaves a core only where the signal does and the step does not say otherwise', () => {
  const core = (step: Step) => ops({}, [step]).map((op) => op.op === 'die' && op.core);
  expect(core({ die: { actor: 'main', signal: 'SIGSEGV' } })).toEqual([true]);
  expect(core({ die: { actor: 'main', signal: 'SIGSEGV', core: false } })).toEqual([false]);
  expect(core({ die: { actor: 'main', signal: 'SIGTERM', core: true } })).toEqual([false]);
});

test('forks daemons one by one, and treats them in one batch', () => {
  const steps: Step[] = [{ fork: 'd' }, { exit: { actor: 'd', code: 1 } }];
  expect(ops({ d: { parent: 'main', daemon: true, copies: 2 } }, steps)).toEqual([
    { op: 'fork', slot: 2, count: 1, step: 0, settle: true },
    { op: 'fork', slot: 4, count: 1, step: 0, settle: true },
    { op: 'exit', slot: 2, count: 1, code: 1, step: 1, settle: false },
    { op: 'exit', slot: 4, count: 1, code: 1, step: 1, settle: true },
  ]);
});

test('settles after the last of those that happen together, and only there', () => {
  const together: Step = {
    together: [
      { signal: { signal: 'SIGHUP', to: 'init' } },
      { signal: { signal: 'SIGINT', to: 'everybody' } },
      { exit: { actor: 'main', code: 0 } },
    ],
  };
  expect(ops({}, [together, { wait: '1ms' }]).map((op) => `${op.op} ${op.step} ${op.settle}`)).toEqual([
    'signal 0 false',
    'signal 0 false',
    'exit 0 true',
    'wait 1 true',
  ]);
});

test('what is typed becomes the characters that the terminal gets; of several copies the first uses it', () => {
  const steps: Step[] = [{ fork: 'a' }, { type: 'a^C\n' }, { read: 'a' }, { resize: { rows: 2, columns: 3 } }];
  expect(ops({ a: { parent: 'main', copies: 3 } }, steps).slice(1)).toMatchObject([
    { op: 'type', text: 'a\x03\n', settle: true },
    { op: 'read', slot: 1 },
    { op: 'resize', rows: 2, columns: 3 },
  ]);
});
