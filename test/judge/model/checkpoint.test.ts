import { describe, expect, test } from 'vitest';
import type { Contract } from '../../../fuzz/judge/contract.ts';
import { predict } from '../../../fuzz/judge/model/predict.ts';
import { PLAIN } from '../../../fuzz/judge/plain-contract.ts';
import type { Actor, Step, TogetherStep } from '../../../fuzz/scenario/scenario.ts';
import type { SignalName } from '../../../fuzz/scenario/signals.ts';
import { type Actors, finally_, programOf } from '../setting.ts';

const toInit = (signal: SignalName): TogetherStep => ({ signal: { signal, to: 'init' } });

describe('whose end the init has to wait for', () => {
  const slow: Actor = { on: { SIGTERM: { exit: 0, after: '20ms' } } };
  const actors: Actors = { main: slow, other: { parent: 'init', ...slow } };
  const everybody: Step[] = [{ signal: { signal: 'SIGTERM', to: 'everybody' } }];
  const leaving = (steps: Step[], contract: Partial<Contract> = {}) =>
    predict(programOf(actors, steps), { ...PLAIN, ...contract }).checkpoints.at(-1)?.leaving;

  test('is main, and all its children by contract', () => {
    const main = { slot: 0, upon: [{ signal: 15, delay: 20 }] };
    expect(leaving([toInit('SIGTERM')])).toEqual([main]);
    const all = leaving(everybody, { leaves: 'when-empty', forwards: [] });
    expect(all).toEqual([main, { ...main, slot: 1 }]);
  });

  test('nobody who may have ended by something else', () => {
    expect(leaving([{ exit: { actor: 'main', code: 0 } }])).toEqual([]);
    expect(leaving([{ together: [toInit('SIGTERM'), { die: { actor: 'main', signal: 'SIGKILL' } }] }])).toEqual([]);
  });
});

describe('what races is told by intervals', () => {
  test('standard signals that were sent together arrive once at least, real-time ones each', () => {
    const steps: Step[] = [{ together: [toInit('SIGUSR1'), toInit('SIGUSR1'), toInit('SIGRTMIN'), toInit('SIGRTMIN')] }];
    expect(finally_({}, steps)).toBe('main live; main SIGUSR1 from init 1..2; main SIGRTMIN from init 2');
  });

  test('a deadly one among them may come first', () => {
    const steps: Step[] = [{ together: [toInit('SIGUSR1'), toInit('SIGTERM')] }];
    expect(finally_({ main: { on: { SIGUSR1: 'note', SIGTERM: { exit: 5 } } } }, steps)).toBe(
      'main SIGUSR1 from init 0..1; main SIGTERM from init 0..1; init leaves: 5',
    );
  });

  test('of two deadly ones either may be the end', () => {
    expect(finally_({ main: {} }, [{ together: [toInit('SIGHUP'), toInit('SIGTERM')] }])).toBe('init leaves: -1 or -15');
    expect(finally_({ main: {} }, [{ together: [toInit('SIGHUP'), { exit: { actor: 'main', code: 3 } }] }])).toBe('init leaves: -1 or 3');
  });

  test('a stop and a SIGCONT discard each other', () => {
    expect(finally_({}, [{ together: [toInit('SIGTTOU'), toInit('SIGCONT')] }])).toBe(
      'main live; main SIGCONT from init 0..1; main SIGTTOU from init 0..1',
    );
  });

  test('whether a process ends upon one that may be discarded is open', () => {
    const main = { on: { SIGTTOU: { exit: 0 } } } as const;
    expect(finally_({ main }, [toInit('SIGTTOU')])).toBe('main SIGTTOU from init 1; init leaves: 0');
    expect(finally_({ main }, [{ together: [toInit('SIGTTOU'), toInit('SIGCONT')] }])).toBe(
      'unsure: a stop and a SIGCONT were sent at the same time',
    );
  });

  test('one that the init keeps discards the other all the same', () => {
    const contract = { forwards: ['SIGCONT'] } satisfies Partial<Contract>;
    expect(finally_({}, [{ together: [toInit('SIGCONT'), toInit('SIGTTIN')] }], contract)).toBe('main live; main SIGCONT from init 0..1');
    expect(finally_({}, [{ together: [toInit('SIGCONT'), toInit('SIGUSR1')] }], contract)).toBe('main live; main SIGCONT from init 1');
  });

  test('a child’s zombie may have been reaped before its parent ended', () => {
    const actors = { shell: { parent: 'main', waits: false }, worker: { parent: 'shell' } } as const;
    const steps: Step[] = [
      { fork: 'shell' },
      { fork: 'worker' },
      { freeze: 'init' },
      { together: [{ exit: { actor: 'worker', code: 0 } }, { exit: { actor: 'shell', code: 0 } }] },
    ];
    expect(finally_(actors, steps)).toBe('main live; shell zombie/gone; worker zombie/gone; init frozen');
  });
});

test('of several that go on, one that has been told something may do it before the next has run', () => {
  const actors = { a: { parent: 'main', on: { all: 'note' } } } as const;
  const contract = {
    to: 'group',
    rewrites: { SIGTTOU: 'SIGSTOP' },
    child: { group: 'own', session: 'own', mask: 'empty', ignored: 'reset', terminal: 'handed-over' },
  } as const;
  const told: Step[] = [
    { fork: 'a' },
    toInit('SIGTTOU'),
    { signal: { signal: 'SIGUSR1', to: 'init', from: 'main' } },
    toInit('SIGUSR1'),
    toInit('SIGCONT'),
  ];
  expect(finally_(actors, told, contract)).toMatch(/^unsure: an actor that went on/);
  expect(
    finally_(
      actors,
      told.filter((_, index) => index !== 2),
      contract,
    ),
  ).toBe('main live; a live; main SIGUSR1 from init 1; main SIGCONT from init 1; a SIGUSR1 from init 1; a SIGCONT from init 1');
});

test('what the init forwarded before it knew that its child had ended may have arrived', () => {
  const contract = {
    to: 'group',
    parting: 'SIGTERM',
    child: { group: 'own', session: 'own', mask: 'empty', ignored: 'reset', terminal: 'handed-over' },
  } as const;
  const actors = { main: {}, a: { parent: 'main', on: { SIGRTMIN: 'note' } } } as const;
  const steps: Step[] = [{ fork: 'a' }, { freeze: 'init' }, toInit('SIGRTMIN'), toInit('SIGRTMIN'), { thaw: 'init' }];
  expect(finally_(actors, steps, contract)).toBe('a SIGRTMIN from init 0..2; init leaves: -34');
});

test('a stop and another signal from different senders race, though they are one step', () => {
  const contract = {
    to: 'group',
    rewrites: { SIGTSTP: 'SIGSTOP' },
    child: { group: 'own', session: 'own', mask: 'empty', ignored: 'reset', terminal: 'handed-over' },
  } as const;
  expect(finally_({}, [{ signal: { signal: 'SIGTSTP', to: 'everybody' } }], contract)).toMatch(/^unsure: a process was stopped/);
});

test('everybody are those that are there when the signal is sent', () => {
  const steps: Step[] = [{ stop: 'main' }, { fork: 'b' }, { signal: { signal: 'SIGCONT', to: 'everybody' } }];
  const lines = finally_({ b: { parent: 'main', on: { all: 'note' } } }, steps);
  expect(lines).toBe('main live; b live; main SIGCONT from init 0..1; main SIGCONT from outside 0..1');
});

test('where not even that can be said the prediction ends', () => {
  const steps: Step[] = [{ together: [{ signal: { signal: 'SIGSTOP', to: 'main' } }, { signal: { signal: 'SIGUSR1', to: 'main' } }] }];
  expect(finally_({}, steps)).toMatch(/^unsure: /);
});
