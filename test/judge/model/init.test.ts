import { describe, expect, test } from 'vitest';
import type { Contract } from '../../../fuzz/judge/contract.ts';
import type { Launch, Step, TogetherStep } from '../../../fuzz/scenario/scenario.ts';
import type { SignalName } from '../../../fuzz/scenario/signals.ts';
import { PLAIN } from '../../../fuzz/judge/plain-contract.ts';
import { predict } from '../../../fuzz/judge/model/predict.ts';
import { type Actors, finally_, predicted, programOf } from '../setting.ts';

const toInit = (signal: SignalName): Step => ({ signal: { signal, to: 'init' } });
const frozen = (...signals: SignalName[]): Step[] => [{ freeze: 'init' }, ...signals.map(toInit), { thaw: 'init' }];

test('a signal of the contract reaches main, once', () => {
  expect(predicted({}, [toInit('SIGTERM')])).toEqual(['main live; main SIGTERM from init 1']);
});

test('one that the contract keeps does not', () => {
  expect(predicted({}, [toInit('SIGSEGV'), toInit('SIGCHLD')])).toEqual(['main live', 'main live']);
});

test('while it is frozen standard signals merge and real-time ones queue; SIGCONT is forwarded as well', () => {
  const steps = frozen('SIGRTMIN+6', 'SIGUSR2', 'SIGHUP', 'SIGUSR2', 'SIGRTMIN+6');
  expect(finally_({}, steps)).toBe(
    'main live; main SIGHUP from init 1; main SIGUSR2 from init 1; main SIGCONT from init 1; main SIGRTMIN+6 from init 2',
  );
});

test('the SIGCONT that thaws it discards the stops that were pending', () => {
  expect(finally_({}, frozen('SIGTSTP', 'SIGINT'))).toBe('main live; main SIGINT from init 1; main SIGCONT from init 1');
});

test('a rewritten signal arrives as the other', () => {
  const contract = { rewrites: { SIGTSTP: 'SIGSTOP' } } as const;
  expect(finally_({}, [toInit('SIGTSTP')], contract)).toBe('main live stopped');
});

test('forwarding to the group reaches its members, and those that left it do not get any', () => {
  const contract = {
    to: 'group',
    child: { group: 'own', session: "init's", mask: 'inherited', ignored: 'inherited', terminal: 'untouched' },
  } as const;
  const actors = { in: { parent: 'main', on: { all: 'note' } }, out: { parent: 'main', group: 'own', on: { all: 'note' } } } as const;
  expect(finally_(actors, [{ fork: 'in' }, { fork: 'out' }, toInit('SIGUSR1')], contract)).toBe(
    'main live; in live; out live; main SIGUSR1 from init 1; in SIGUSR1 from init 1',
  );
});

test('from inside the namespace SIGKILL and SIGSTOP do nothing to it', () => {
  const step = (signal: SignalName): Step => ({ signal: { signal, to: 'init', from: 'main' } });
  expect(predicted({}, [step('SIGKILL'), step('SIGSTOP')])).toEqual(['main live', 'main live']);
});

test('reaps an orphan at once, and a frozen one when it is thawed', () => {
  const actors = { shell: { parent: 'main' }, worker: { parent: 'shell' } } as const;
  const fork: Step[] = [{ fork: 'shell' }, { fork: 'worker' }, { exit: { actor: 'shell', code: 0 } }];
  expect(finally_(actors, [...fork, { exit: { actor: 'worker', code: 0 } }])).toBe('main live; shell gone; worker gone');
  const late: Step[] = [...fork, { freeze: 'init' }, { exit: { actor: 'worker', code: 0 } }];
  expect(finally_(actors, late)).toBe('main live; shell gone; worker zombie/gone; init frozen');
  expect(finally_(actors, [...late, { thaw: 'init' }])).toBe('main live; shell gone; worker gone; main SIGCONT from init 1');
});

test('of two signals at once to a group either may be the one that ends a member', () => {
  const actors = {
    shell: { parent: 'main', on: { all: 'note' } },
    worker: { parent: 'shell', on: { all: 'note', SIGUSR2: { exit: 3 } } },
  } as const;
  const together: Step = { together: [{ signal: { signal: 'SIGUSR2', to: 'init' } }, { signal: { signal: 'SIGINT', to: 'init' } }] };
  const contract = { child: { ...PLAIN.child, group: 'own' }, to: 'group' } as const;
  const line = predicted(actors, [{ fork: 'shell' }, { fork: 'worker' }, together], contract).at(-1);
  expect(line).toContain('worker SIGINT from init 0..1; worker SIGUSR2 from init 0..1');
});

describe('as a child of PID 1', () => {
  const launch = { as: 'subreaper' } as const;
  const orphans = { shell: { parent: 'main' }, worker: { parent: 'shell' } } as const;
  const orphaning: Step[] = [
    { fork: 'shell' },
    { fork: 'worker' },
    { exit: { actor: 'shell', code: 0 } },
    { exit: { actor: 'worker', code: 0 } },
  ];
  const last = (contract: Partial<Contract>, steps: Step[], actors: Actors = {}, more: Launch = {}): string =>
    predicted(actors, steps, contract, { ...launch, ...more }).at(-1) ?? '';

  test('it adopts and reaps where it is a subreaper; elsewhere orphans are zombies of PID 1', () => {
    const rest = { deadly: [], suspends: [], parentDeath: 'none' as const };
    expect(last({ asSubreaper: { adopts: true, ...rest } }, orphaning, orphans)).toBe('main live; shell gone; worker gone');
    expect(last({ asSubreaper: { adopts: false, ...rest } }, orphaning, orphans)).toBe('main live; shell gone; worker zombie');
    expect(last({ asSubreaper: { adopts: 'unknown', ...rest } }, orphaning, orphans)).toMatch(/^unsure: nobody knows whether/);
    const asked = { asSubreaper: { adopts: { with: 'ADOPT' }, ...rest } };
    expect(last(asked, orphaning, orphans)).toBe('main live; shell gone; worker zombie');
    expect(last(asked, orphaning, orphans, { env: { ADOPT: '' } })).toBe('main live; shell gone; worker gone');
  });

  test('the end of its own parent is told to it where it has asked for that', () => {
    const rest = { adopts: true, deadly: [], suspends: [], parentDeath: 'none' };
    expect(last({ asSubreaper: { ...rest, parentDeath: 'none' } }, [{ orphan: 'init' }])).toBe('main live');
    expect(last({ asSubreaper: { ...rest, parentDeath: 'SIGUSR1' } }, [{ orphan: 'init' }])).toBe('main live; main SIGUSR1 from init 1');
  });

  test('signals at their default end it', () => {
    const contract = { asSubreaper: { adopts: true, deadly: ['SIGSEGV'], suspends: [], parentDeath: 'none' } } satisfies Partial<Contract>;
    expect(last(contract, [toInit('SIGSEGV')])).toBe('init leaves: killed by SIGSEGV');
    expect(last(contract, [toInit('SIGABRT')])).toBe('main live');
    expect(last(contract, [{ freeze: 'init' }, toInit('SIGSEGV')])).toMatch(/^unsure: the init was killed/);
    expect(last({}, [toInit('SIGSEGV')])).toMatch(/^unsure: nobody knows what SIGSEGV/);
    expect(last(contract, [toInit('SIGSEGV')], {}, { ignored: ['SIGSEGV'] })).toMatch(/^unsure: nobody knows what SIGSEGV/);
    expect(predicted({}, [toInit('SIGSEGV')], contract).at(-1)).toBe('main live');
  });

  test('one that was pending at its exec may end it at once, also where its command cannot be started', () => {
    const contract = { asSubreaper: { adopts: true, deadly: ['SIGFPE'], suspends: [], parentDeath: 'none' } } satisfies Partial<Contract>;
    const pending = { blocked: ['SIGFPE'], pending: ['SIGFPE'] } satisfies Launch;
    expect(last(contract, [], {}, pending)).toMatch(/^unsure: a signal that ends the init was pending/);
    expect(last(contract, [], {}, { ...pending, command: 'missing' })).toMatch(/^unsure: a signal that ends the init was pending/);
  });

  test('it may stop itself, until a SIGCONT', () => {
    const contract = { asSubreaper: { adopts: true, deadly: [], suspends: ['SIGTTIN'], parentDeath: 'none' } } satisfies Partial<Contract>;
    const steps: TogetherStep[] = (['SIGTTIN', 'SIGUSR1', 'SIGCONT'] as const).map((signal) => ({ signal: { signal, to: 'init' } }));
    expect(predicted({}, steps, contract, launch)).toEqual([
      'main live; main SIGTTIN from init 1; init frozen',
      'main live; init frozen',
      'main live; main SIGUSR1 from init 1; main SIGCONT from init 1',
    ]);
    const leaving = { main: { on: { SIGTTIN: { exit: 0 } } } } as const;
    expect(predicted(leaving, steps.slice(0, 1), contract, launch)).toEqual(['main zombie/gone; main SIGTTIN from init 1; init frozen']);
    expect(predicted({}, steps.slice(0, 1), contract)).toEqual(['main live; main SIGTTIN from init 1']);
    expect(last(contract, [{ together: steps.slice(0, 2) }])).toMatch(/^unsure: the init has stopped itself/);
  });

  test('whether it stops itself once more is open where it is thawed, and its child has ended meanwhile', () => {
    const contract = {
      to: 'group',
      child: { ...PLAIN.child, group: 'own', session: 'own' },
      rewrites: { SIGTTOU: 'SIGSTOP' },
      asSubreaper: { adopts: false, deadly: [], suspends: ['SIGTTOU'], parentDeath: 'none' },
    } satisfies Partial<Contract>;
    const steps: Step[] = [
      { fork: 'a' },
      toInit('SIGTTOU'),
      { signal: { signal: 'SIGTTOU', to: 'init', from: 'a' } },
      { freeze: 'init' },
      { signal: { signal: 'SIGKILL', to: 'main' } },
      { thaw: 'init' },
    ];
    expect(last(contract, steps, { main: {}, a: { parent: 'main' } })).toMatch(/^unsure: the init has stopped itself/);
  });

  test('an actor’s kill to everybody reaches it', () => {
    const step: Step = { signal: { signal: 'SIGUSR1', to: 'everybody', from: 'shell' } };
    const actors = { shell: { parent: 'main' } } as const;
    expect(
      last({ asSubreaper: { adopts: true, deadly: [], suspends: [], parentDeath: 'none' } }, [{ fork: 'shell' }, step], actors),
    ).toContain('main SIGUSR1 from init');
    expect(predicted(actors, [{ fork: 'shell' }, step]).at(-1)).not.toContain('from init');
  });
});

describe('a signal upon which it leaves by contract', () => {
  const contract: Partial<Contract> = { endsOn: { SIGINT: [130] } };

  test('is not passed on, and it leaves though main lives', () => {
    expect(predicted({}, [toInit('SIGINT'), toInit('SIGTERM')], contract)).toEqual(['init leaves: upon SIGINT with 130']);
    expect(finally_({}, [toInit('SIGTERM')], contract)).toBe('main live; main SIGTERM from init 1');
    expect(finally_({}, frozen('SIGINT'), contract)).toMatch(/^unsure: the init was to leave upon a signal while something else happened/);
  });

  test('is open where something else happens at that moment, or while it starts', () => {
    const together: TogetherStep[] = [{ signal: { signal: 'SIGINT', to: 'init' } }, { signal: { signal: 'SIGTERM', to: 'init' } }];
    expect(finally_({}, [{ together }], contract)).toMatch(/^unsure: /);
    expect(predicted({}, [], contract, { blocked: ['SIGINT'], pending: ['SIGINT'] })).toEqual([
      'unsure: a signal upon which the init leaves was pending at its start',
    ]);
    expect(predicted({}, [toInit('SIGINT')], contract, { early: [{ signal: 'SIGINT', us: 1 }] })).toEqual([
      'unsure: a signal upon which the init leaves came while it started',
    ]);
  });
});

test('a signal that is pending at its start may be gone where it has its child ignore that', () => {
  const launch: Launch = { blocked: ['SIGINT'], pending: ['SIGINT'] };
  const lost = (ignored: Contract['child']['ignored']): boolean | undefined =>
    predict(programOf({}, [], launch), { ...PLAIN, child: { ...PLAIN.child, ignored } }).checkpoints[0]?.ranges.every(
      ({ min }) => min === 0,
    );
  expect([lost('inherited'), lost({ adds: ['SIGQUIT'] }), lost({ adds: ['SIGINT'] })]).toEqual([false, false, true]);
});

describe('an init that stops its child by itself', () => {
  const stop = { codes: [0], sends: 'SIGTERM', to: 'child', grace: '1s' } as const;
  const contract: Partial<Contract> = { endsOn: { SIGINT: { ...stop, codes: [0] } } };

  test('leaves with a code of its own when that has ended', () => {
    expect(finally_({ main: {} }, [toInit('SIGINT')], contract)).toBe('init leaves: upon SIGINT with 0');
    const slow = { main: { on: { SIGTERM: { exit: 7, after: '20ms' } } } } as const;
    expect(finally_(slow, [toInit('SIGINT')], contract)).toBe('main SIGTERM from init 1; init leaves: upon SIGINT with 0');
  });

  test('is left open where main outlives it: only a clock ends that', () => {
    expect(finally_({}, [toInit('SIGINT')], contract)).toMatch(/^unsure: main lives on when the init stops/);
  });

  test('and everybody else, if it says so, leaves as well where it would start its child again', () => {
    const all: Partial<Contract> = { starts: 'again', endsOn: { SIGINT: { ...stop, codes: [0, 1], to: 'everybody' } } };
    const actors = { main: {}, a: { parent: 'main', on: { SIGTERM: 'note' } } } as const;
    expect(finally_(actors, [{ fork: 'a' }, toInit('SIGINT')], all)).toBe('a SIGTERM from init 0..1; init leaves: upon SIGINT with 0 or 1');
  });
});

describe('to the group that the init itself leads', () => {
  const actors = { in: { parent: 'main', on: { all: 'note' } }, out: { parent: 'main', group: 'own', on: { all: 'note' } } } as const;
  const steps: Step[] = [{ fork: 'in' }, { fork: 'out' }];
  const contract = { to: 'own-group' } as const;

  test('main may get it twice, the others of that group once', () => {
    expect(finally_(actors, [...steps, toInit('SIGTERM')], contract)).toBe(
      'main live; in live; out live; main SIGTERM from init 1..2; in SIGTERM from init 1',
    );
  });

  test('main gets it once where it has left that', () => {
    expect(finally_(actors, [...steps, { setpgid: 'main' }, toInit('SIGTERM')], contract)).toBe(
      'main live; in live; out live; main SIGTERM from init 1; in SIGTERM from init 1',
    );
  });

  test('nothing is certain of one that is not PID 1', () => {
    expect(finally_(actors, steps, contract, { as: 'subreaper' })).toMatch(/^unsure: an init that is not PID 1/);
  });
});
