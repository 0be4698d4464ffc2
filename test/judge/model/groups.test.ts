import { expect, test } from 'vitest';
import type { Contract } from '../../../fuzz/judge/contract.ts';
import { predict } from '../../../fuzz/judge/model/predict.ts';
import type { Step } from '../../../fuzz/scenario/scenario.ts';
import { PLAIN } from '../../../fuzz/judge/plain-contract.ts';
import { finally_, predicted, programOf } from '../setting.ts';

/** A job of a shell with a session of its own: its group is looked after as long as the shell lives. */
const job = { shell: { parent: 'main', session: 'own' }, job: { parent: 'shell', group: 'own', on: { all: 'note' } } } as const;
const started: Step[] = [{ fork: 'shell' }, { fork: 'job' }];

test('a stopped group that loses the last one to look after it gets SIGHUP and SIGCONT', () => {
  const steps: Step[] = [...started, { stop: 'job' }, { exit: { actor: 'shell', code: 0 } }];
  expect(finally_(job, steps)).toBe('main live; shell gone; job live; job SIGHUP from kernel 1; job SIGCONT from kernel 1');
});

test('one that is not stopped gets nothing', () => {
  expect(finally_(job, [...started, { exit: { actor: 'shell', code: 0 } }])).toBe('main live; shell gone; job live');
});

test('nor does one of the init’s session: the init, whose child it is now, looks after it', () => {
  const actors = { ...job, shell: { parent: 'main' } } as const;
  const steps: Step[] = [...started, { stop: 'job' }, { exit: { actor: 'shell', code: 0 } }];
  expect(finally_(actors, steps)).toBe('main live; shell gone; job live stopped');
});

test('a frozen init in an orphaned group is thawed by the kernel, and forwards both', () => {
  const actors = { shell: { parent: 'main', group: 'own' }, worker: { parent: 'shell', group: { of: 'main' } } } as const;
  const steps: Step[] = [{ fork: 'shell' }, { fork: 'worker' }, { freeze: 'init' }, { exit: { actor: 'shell', code: 0 } }];
  expect(finally_(actors, steps)).toContain('main SIGHUP from init 0..1');
  expect(finally_(actors, steps)).not.toContain('init frozen');
});

test('whether a stop came before its group was orphaned by the same signal is open', () => {
  const actors = {
    shell: { parent: 'main', session: 'own' },
    job: { parent: 'shell', group: 'own', on: { SIGTTIN: { exit: 0 } } },
    worker: { parent: 'job' },
  } as const;
  const steps: Step[] = [{ fork: 'shell' }, { fork: 'job' }, { fork: 'worker' }];
  const told: Step = { signal: { signal: 'SIGTTIN', to: { group: 'worker' } } };
  expect(finally_(actors, [...steps, told])).toBe('unsure: a stop came while the group was orphaned');
  expect(finally_(actors, [...steps, { exit: { actor: 'job', code: 0 } }, told])).toBe('main live; shell live; job gone; worker live');
});

test('who is told to go on with its whole group is not stopped any more when the first of them ends', () => {
  const actors = {
    keeper: { parent: 'main', group: 'own' },
    job: { parent: 'keeper', group: { of: 'main' } },
    worker: { parent: 'job' },
  } as const;
  const told = (signal: 'SIGTSTP' | 'SIGUSR2' | 'SIGCONT'): Step => ({ signal: { signal, to: { group: 'job' } } });
  const steps: Step[] = [{ fork: 'keeper' }, { fork: 'job' }, { fork: 'worker' }, told('SIGTSTP'), told('SIGUSR2'), told('SIGCONT')];
  const contract = { child: { ...PLAIN.child, session: 'own' } } as const;
  expect(predicted(actors, steps, contract).at(-1)).toBe('main live; keeper live; job gone; worker gone; main SIGCONT from outside 1');
});

test('one that goes on with its group takes what was pending before it learns of the first one’s end', () => {
  const actors = { main: {}, worker: { parent: 'main', on: { SIGUSR2: 'note' } } } as const;
  const told = (signal: 'SIGTSTP' | 'SIGUSR2'): Step => ({ signal: { signal, to: 'init' } });
  const steps: Step[] = [{ fork: 'worker' }, told('SIGTSTP'), told('SIGUSR2'), { freeze: 'init' }, { thaw: 'init' }];
  const contract = {
    child: { ...PLAIN.child, session: 'own' },
    to: 'group',
    parting: 'SIGTERM',
    rewrites: { SIGTSTP: 'SIGSTOP' },
  } as const;
  expect(predicted(actors, steps, contract).at(-1)).toBe('worker SIGUSR2 from init 0..1; init leaves: -12');
});

test('one that goes on with its group does what it was told, also where another one has made it go on before its turn', () => {
  const actors = { main: {}, worker: { parent: 'main', on: { all: 'note' } } } as const;
  const steps: Step[] = [
    { fork: 'worker' },
    { signal: { signal: 'SIGTSTP', to: 'init' } },
    { exit: { actor: 'worker', code: 0 } },
    { signal: { signal: 'SIGCONT', to: 'init', from: 'main' } },
    { signal: { signal: 'SIGCONT', to: 'init' } },
  ];
  const contract = { child: { ...PLAIN.child, session: 'own' }, to: 'group', rewrites: { SIGTSTP: 'SIGSTOP' } } as const;
  expect(predicted(actors, steps, contract).at(-1)).toBe('unsure: an actor that went on did what it was told while the init forwarded');
});

test('in which order copies go on, and so whether they orphan their group while it has stopped members, is open', () => {
  const actors = {
    keeper: { parent: 'main', session: 'own' },
    job: { parent: 'keeper', group: 'own' },
    other: { parent: 'keeper', group: { of: 'job' }, copies: 3 },
  } as const;
  const told = (signal: 'SIGTSTP' | 'SIGUSR2'): Step => ({ signal: { signal, to: { group: 'job' } } });
  const steps: Step[] = [{ fork: 'keeper' }, { fork: 'job' }, { fork: 'other' }, told('SIGTSTP'), told('SIGUSR2')];
  const together: Step = { together: [{ signal: { signal: 'SIGCONT', to: 'other' } }, { exit: { actor: 'keeper', code: 0 } }] };
  expect(finally_(actors, [...steps, together])).toContain('unsure');
});

test('one that has left its group is not signalled with it, and one that leads a session or a group founds no other', () => {
  const actors = { worker: { parent: 'main', on: { all: 'note' } } } as const;
  const told: Step = { signal: { signal: 'SIGUSR1', to: { group: 'main' } } };
  expect(finally_(actors, [{ fork: 'worker' }, { setpgid: 'worker' }, told])).not.toContain('worker SIGUSR1');
  expect(finally_(actors, [{ fork: 'worker' }, { setsid: 'worker' }, told])).not.toContain('worker SIGUSR1');
  const own = { child: { ...PLAIN.child, session: 'own' } } as const;
  expect(predicted(actors, [{ fork: 'worker' }, { setpgid: 'main' }, told], own).at(-1)).toContain('worker SIGUSR1 from outside 1');
});

test('whether a group that is orphaned while the thaw of the init makes it go on was still stopped is open', () => {
  const actors = {
    idle: { parent: 'main', on: { all: 'note' } },
    far: { parent: 'main', group: 'own' },
    worker: { parent: 'far', group: { of: 'idle' } },
  } as const;
  const contract = { to: 'group', child: { ...PLAIN.child, group: 'own', session: 'own' } } as const;
  const forks: Step[] = [{ fork: 'idle' }, { fork: 'far' }, { fork: 'worker' }, { stop: 'idle' }];
  const told: Step[] = [{ freeze: 'init' }, { signal: { signal: 'SIGPIPE', to: 'init' } }, { thaw: 'init' }];
  expect(finally_(actors, [...forks, ...told], contract)).toBe('unsure: a group was orphaned while its members were made to go on');
});

test('whether one gets it that is forked while the init passes a signal on to its group, nobody knows', () => {
  const group: Contract = { ...PLAIN, to: 'group', child: { ...PLAIN.child, group: 'own' } };
  const actors = { main: { on: { all: 'note' } }, mate: { parent: 'main', on: { all: 'note' } } } as const;
  const send: Step = { signal: { signal: 'SIGTERM', to: 'init' } };
  const held: Step = { at: { call: 'kill', do: [{ fork: 'mate' }] } };
  const unsure = (steps: Step[], contract = group) => predict(programOf(actors, steps), contract).unsure;
  expect(unsure([send, held])).toBe('a process was forked into the group to which the init passed a signal on');
  expect(unsure([send, held], PLAIN)).toBeUndefined();
  expect(unsure([send, { fork: 'mate' }])).toBeUndefined();
});
