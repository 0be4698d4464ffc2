/** PID 1 that is the command itself: pid_namespaces(7), kernel/signal.c (sig_task_ignored), kernel/exit.c (find_new_reaper). */
import { describe, expect, test } from 'vitest';
import type { Contract } from '../../../fuzz/judge/contract.ts';
import { predict } from '../../../fuzz/judge/model/predict.ts';
import { PLAIN } from '../../../fuzz/judge/plain-contract.ts';
import type { Step } from '../../../fuzz/scenario/scenario.ts';
import { type Actors, finally_, predicted, programOf } from '../setting.ts';

const COMMAND: Partial<Contract> = { becomes: 'command' };
const default_: Actors = { main: {} };
const exit = (actor: string, code = 0): Step => ({ exit: { actor, code } });

describe('a signal that PID 1 leaves at its default does nothing', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGSEGV', 'SIGTSTP', 'SIGKILL', 'SIGSTOP'] as const)('%s from inside', (signal) => {
    const actors: Actors = { ...default_, a: { parent: 'main' } };
    expect(finally_(actors, [{ fork: 'a' }, { signal: { signal, to: 'init', from: 'a' } }], COMMAND)).toBe('main live; a live');
  });

  test('nor from outside, but SIGKILL and SIGSTOP', () => {
    expect(finally_(default_, [{ signal: { signal: 'SIGTERM', to: 'init' } }], COMMAND)).toBe('main live');
    expect(finally_(default_, [{ signal: { signal: 'SIGKILL', to: 'main' } }], COMMAND)).toBe('init leaves: killed by SIGKILL');
    expect(finally_(default_, [{ freeze: 'init' }], COMMAND)).toBe('main live stopped');
    expect(finally_(default_, [{ freeze: 'init' }, { thaw: 'init' }], COMMAND)).toBe('main live');
  });

  test('nor one that it sends itself, and it cannot be traced', () => {
    expect(finally_({}, [{ die: { actor: 'main', signal: 'SIGABRT' } }], COMMAND)).toBe('main live');
    expect(finally_({}, [{ traceme: 'main' }, { signal: { signal: 'SIGTERM', to: 'init' } }], COMMAND)).toBe(
      'main live; main SIGTERM from outside 1',
    );
  });
});

describe('the init and main are one', () => {
  test('what is handled is taken once, from whoever sends it', () => {
    const actors: Actors = { a: { parent: 'main' } };
    const steps = (to: string): Step[] => [{ fork: 'a' }, { signal: { signal: 'SIGTERM', to, from: 'a' } }];
    expect(finally_(actors, steps('init'), COMMAND)).toBe('main live; a live; main SIGTERM from actor 1');
    expect(finally_(actors, steps('main'), COMMAND)).toBe('main live; a live; main SIGTERM from actor 1');
    expect(finally_({}, [{ signal: { signal: 'SIGTERM', to: 'everybody' } }], COMMAND)).toBe('main live; main SIGTERM from outside 1');
  });

  test('kill(-1) leaves PID 1 out', () => {
    const actors: Actors = { a: { parent: 'main' }, b: { parent: 'main', on: { all: 'note' } } };
    const steps: Step[] = [{ fork: 'a' }, { fork: 'b' }, { signal: { signal: 'SIGTERM', to: 'everybody', from: 'a' } }];
    expect(finally_(actors, steps, COMMAND)).toBe('main live; a live; b live; b SIGTERM from actor 1');
  });

  test('a signal that is noted while it is frozen is taken when it goes on', () => {
    const steps: Step[] = [{ freeze: 'init' }, { signal: { signal: 'SIGTERM', to: 'init' } }, { thaw: 'init' }];
    expect(predicted({}, steps, COMMAND).slice(1)).toEqual([
      'main live stopped; main SIGTERM from outside 0',
      'main live; main SIGTERM from outside 1; main SIGCONT from outside 1',
    ]);
  });

  test('its end is the end of all, with its own code', () => {
    expect(finally_({ a: { parent: 'main' } }, [{ fork: 'a' }, exit('main', 3)], COMMAND)).toBe('init leaves: 3');
    const actors: Actors = { main: { on: { SIGTERM: { exit: 9 } } } };
    expect(finally_(actors, [{ signal: { signal: 'SIGTERM', to: 'init' } }], COMMAND)).toBe('main SIGTERM from outside 1; init leaves: 9');
  });
});

describe('orphans are main’s', () => {
  const tree = (waits: boolean): Actors => ({ main: { waits }, shell: { parent: 'main' }, orphan: { parent: 'shell' } });
  const steps: Step[] = [{ fork: 'shell' }, { fork: 'orphan' }, exit('shell'), exit('orphan')];

  test('and stay zombies unless it waits', () => {
    expect(finally_(tree(true), steps, COMMAND)).toBe('main live; shell gone; orphan gone');
    expect(finally_(tree(false), steps, COMMAND)).toBe('main live; shell zombie; orphan zombie');
  });

  test('also those of who has entered from outside, and children from before', () => {
    const probe: Actors = { main: { waits: false }, probe: { parent: 'outside' }, child: { parent: 'probe' } };
    expect(finally_(probe, [{ fork: 'probe' }, { fork: 'child' }, exit('probe'), exit('child')], COMMAND)).toBe(
      'main live; probe gone; child zombie',
    );
    const before: Actors = { main: { waits: false }, worker: { parent: 'init' } };
    expect(finally_(before, [exit('worker')], COMMAND)).toBe('main live; worker zombie');
  });

  test('PID 1 has no sibling', () => {
    expect(finally_({ a: { parent: 'main', cloneParent: true } }, [{ fork: 'a' }], COMMAND)).toBe('main live');
  });
});

test('as a child of another PID 1 it is a process like others', () => {
  const launch = { as: 'subreaper' } as const;
  expect(finally_(default_, [{ signal: { signal: 'SIGTERM', to: 'init' } }], COMMAND, launch)).toBe('init leaves: killed by SIGTERM');
  expect(finally_({}, [{ signal: { signal: 'SIGTERM', to: 'init' } }], COMMAND, launch)).toBe('main live; main SIGTERM from outside 1');
});

test('what is pending at the exec may be taken, or dropped by who becomes the command', () => {
  const steps: Step[] = [{ wait: '1ms' }];
  const program = programOf({}, steps, { blocked: ['SIGTERM'], pending: ['SIGTERM'] });
  const [start] = predict(program, { ...PLAIN, ...COMMAND }).checkpoints;
  expect(start?.ranges).toEqual([{ slot: 0, signal: 15, sender: 'actor', min: 0, max: 1 }]);
});

describe('a supervisor', () => {
  test('is judged until its command has ended', () => {
    const actors: Actors = { a: { parent: 'main' } };
    expect(predicted(actors, [{ fork: 'a' }, exit('main'), exit('a')], { starts: 'again' })).toEqual(['main live; a live']);
  });
});
