import { describe, expect, test } from 'vitest';
import type { Contract } from '../../../fuzz/judge/contract.ts';
import { ANY_LIFE, LIFE } from '../../../fuzz/judge/life.ts';
import type { Checkpoint } from '../../../fuzz/judge/model/checkpoint.ts';
import { type Prediction, predict } from '../../../fuzz/judge/model/predict.ts';
import { PLAIN } from '../../../fuzz/judge/plain-contract.ts';
import type { Actor, Launch, Step } from '../../../fuzz/scenario/scenario.ts';
import type { SignalName } from '../../../fuzz/scenario/signals.ts';
import { programOf } from '../setting.ts';

test('a checkpoint for the start and one for each settled op, up to the end of the init', () => {
  const program = programOf({}, [
    { signal: { signal: 'SIGUSR1', to: 'init' } },
    { together: [{ signal: { signal: 'SIGHUP', to: 'init' } }, { signal: { signal: 'SIGINT', to: 'init' } }] },
    { exit: { actor: 'main', code: 0 } },
    { signal: { signal: 'SIGUSR1', to: 'init' } },
  ]);
  const { checkpoints } = predict(program, PLAIN);
  expect(checkpoints.map(({ op, init }) => [op, init])).toEqual([
    [-1, 'running'],
    [0, 'running'],
    [2, 'running'],
    [3, 'leaves'],
  ]);
});

test('a command that cannot be started ends the init at once', () => {
  const { checkpoints } = predict(programOf({}, [], { command: 'missing' }), PLAIN);
  expect(checkpoints.map(({ op, init, ends }) => [op, init, ends])).toEqual([[-1, 'leaves', []]]);
});

test('signals that were pending together must come in order, where nothing else happened', () => {
  const { checkpoints } = predict(
    programOf({}, [{ freeze: 'init' }, { signal: { signal: 'SIGHUP', to: 'init' } }, { thaw: 'init' }]),
    PLAIN,
  );
  expect(checkpoints.map(({ ordered }) => ordered)).toEqual([false, false, false, true]);
});

describe('where the init has threads, each may take one of those that were pending together', () => {
  const steps: Step[] = [{ freeze: 'init' }, { signal: { signal: 'SIGHUP', to: 'init' } }, { thaw: 'init' }];
  const unsure = (actor: Actor, launch: Launch = {}) => predict(programOf({ main: actor }, steps, launch), PLAIN, [], [], true).unsure;
  const anyOrder = 'threads of the init may take what is pending in any order';

  test('nothing is said of who ends by which', () => {
    expect(unsure({})).toBe(anyOrder);
    expect(unsure({ on: { all: 'note', SIGHUP: { exit: 3 } } })).toBe(anyOrder);
    expect(unsure({}, { pending: ['SIGTERM', 'SIGPROF'], blocked: ['SIGTERM', 'SIGPROF'] })).toBe(anyOrder);
  });

  test('but of what is only noted', () => {
    expect(unsure({ on: { all: 'note' } })).toBeUndefined();
  });
});

test('one that goes on takes what was pending before the init has forwarded all', () => {
  const steps: Step[] = [{ stop: 'main' }, { freeze: 'init' }, { signal: { signal: 'SIGHUP', to: 'init' } }, { thaw: 'init' }];
  const { checkpoints } = predict(programOf({ main: { on: { all: 'note' } } }, steps), PLAIN);
  expect(checkpoints.at(-1)?.ordered).toBe(false);
});

test('a parting signal comes after what was pending, whatever its number', () => {
  const actors = { main: { on: { SIGRTMIN: 'default' } }, worker: { parent: 'main', on: { all: 'note' } } } as const;
  const program = programOf(actors, [
    { fork: 'worker' },
    { freeze: 'init' },
    { signal: { signal: 'SIGRTMIN', to: 'init' } },
    { thaw: 'init' },
  ]);
  const last = (parting: 'none' | 'SIGTERM'): unknown => predict(program, { ...PLAIN, to: 'group', parting }).checkpoints.at(-1);
  expect(last('none')).toMatchObject({ init: 'leaves', ordered: true });
  expect(last('SIGTERM')).toMatchObject({ init: 'leaves', ordered: false });
});

test('predicting does not change the program, and is the same each time', () => {
  const program = programOf({ shell: { parent: 'main', copies: 3 } }, [{ fork: 'shell' }, { exit: { actor: 'shell', code: 1 } }]);
  const before = structuredClone(program);
  expect(predict(program, PLAIN)).toEqual(predict(program, PLAIN));
  expect(program).toEqual(before);
});

test('children from before the exec are there from the start; one that has exited is reaped', () => {
  const actors = { main: {}, stray: { parent: 'init' }, ended: { parent: 'init', exited: 3, session: 'own' } } as const;
  const { checkpoints } = predict(programOf(actors, []), PLAIN);
  expect(checkpoints.map(({ states }) => states.map((state) => state & ANY_LIFE))).toEqual([[LIFE.live, LIFE.live, LIFE.gone]]);
});

test('one of them that has joined the group of an earlier one is not in the init’s', () => {
  const actors = {
    main: { on: { all: 'note' } },
    early: { parent: 'init', group: 'own' },
    late: { parent: 'init', group: { of: 'early' } },
    beside: { parent: 'init' },
  } as const;
  const { checkpoints } = predict(programOf(actors, [{ type: '^\\' }], { terminal: 'controlling' }), PLAIN);
  expect(checkpoints.at(-1)?.states.map((state) => state & ANY_LIFE)).toEqual([LIFE.live, LIFE.live, LIFE.live, LIFE.gone]);
});

test('what is pending at the exec is forwarded, but of a stop and SIGCONT only the stop', () => {
  const start = (pending: SignalName[], contract: Partial<Contract> = {}): Prediction =>
    predict(programOf({}, [], { blocked: pending, pending }), { ...PLAIN, ...contract });
  const ranges = (prediction: Prediction): unknown[] =>
    (prediction.checkpoints[0]?.ranges ?? []).map(({ signal, min, max }) => [signal, min, max]);
  expect(ranges(start(['SIGTERM']))).toEqual([[15, 1, 1]]);
  expect(ranges(start(['SIGCONT', 'SIGTSTP']))).toEqual([[20, 1, 1]]);
  const emptied = start(['SIGTERM'], { child: { ...PLAIN.child, mask: 'empty' } });
  expect(ranges(emptied)).toEqual([[15, 1, 1]]);
  expect(emptied.checkpoints[0]?.mayExit).toEqual([143]);
  const leaves = predict(
    programOf({ main: { on: { SIGTERM: { exit: 3, after: '1ms' } } } }, [], { blocked: ['SIGTERM'], pending: ['SIGTERM'] }),
    PLAIN,
  );
  expect(leaves.checkpoints).toMatchObject([{ init: 'leaves', ends: [3] }]);
});

test.each<[string, Actor, Checkpoint['init']]>([
  ['by default', {}, 'leaves'],
  ['by an exit', { on: { SIGTERM: { exit: 3 } } }, 'leaves'],
  ['not where it is ignored', { on: { SIGTERM: 'ignore' } }, 'running'],
])('what is pending for a child whose mask is emptied ends it: %s', (_, main, init) => {
  const contract: Contract = { ...PLAIN, child: { ...PLAIN.child, mask: 'empty' } };
  const { checkpoints } = predict(programOf({ main }, [], { blocked: ['SIGTERM'], pending: ['SIGTERM'] }), contract);
  expect(checkpoints.map((point) => point.init)).toEqual([init]);
});

test('what is pending for a child whose mask is emptied may end it before its exec fails', () => {
  const launch = { command: 'missing', blocked: ['SIGTERM'], pending: ['SIGTERM'] } as const;
  const failed = (contract: Partial<Contract>): string | undefined =>
    predict(programOf({}, [], { ...launch, blocked: ['SIGTERM'], pending: ['SIGTERM'] }), { ...PLAIN, ...contract }).unsure;
  expect(failed({})).toBeUndefined();
  expect(failed({ child: { ...PLAIN.child, mask: 'empty' } })).toContain('cannot be started');
});
