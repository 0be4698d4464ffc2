import { describe, expect, test } from 'vitest';
import type { ContractChange } from '../../fuzz/judge/contract-change.ts';
import { habitsOf, sayHabits } from '../../fuzz/learn/habits.ts';
import type { Forwarding } from '../../fuzz/learn/forwarding.ts';
import { SIGNALS } from '../../fuzz/scenario/signals.ts';
import type { Learnt } from '../../fuzz/learn/learn.ts';

const learnt = (contract: ContractChange, forwarding: Partial<Forwarding> = {}): Learnt => ({
  kind: 'learnt',
  contract,
  forwarding: { forwards: [], rewrites: {}, to: 'child', ends: {}, unasked: [], ...forwarding },
  failures: {
    missing: undefined,
    'not-executable': undefined,
    directory: undefined,
    'script-without-interpreter': undefined,
    'no-process-left': undefined,
  },
  signalsOthers: false,
});

describe('what nobody may do is asked of it all the same', () => {
  test('to lose the signal that stops containers', () => {
    expect(habitsOf(learnt({}, { forwards: ['SIGHUP'] })).forwards).toEqual(['SIGHUP', 'SIGTERM']);
    expect(habitsOf(learnt({}, { ends: { SIGTERM: 143 } })).forwards).toEqual([]);
  });

  test('to leave upon a signal while its command runs', () => {
    expect(habitsOf(learnt({ endsOn: { SIGINT: [130] } }))).not.toHaveProperty('endsOn');
  });

  test('to start that with more signals blocked or ignored', () => {
    const { child } = habitsOf(learnt({ child: { mask: { adds: ['SIGTSTP'] }, ignored: { adds: ['SIGINT'], removes: ['SIGHUP'] } } }));
    expect(child).toEqual({ ignored: { removes: ['SIGHUP'] } });
  });

  test('to start it elsewhere, as another user, or with less than the container was given', () => {
    const environment = { adds: ['PWD'], changes: ['HOME'], removes: ['LANG'] };
    const { child } = habitsOf(learnt({ child: { user: 1, directory: '/', umask: 0, descriptors: { adds: 1 }, environment } }));
    expect(child).toEqual({});
  });
});

test('what it does always is not asked for otherwise', () => {
  const contract: ContractChange = {
    to: 'group',
    leaves: 'when-empty',
    execFails: { missing: [1] },
    child: { group: 'own', mask: 'empty' },
  };
  expect(habitsOf(learnt(contract))).toMatchObject(contract);
});

test.each([
  [{ forwards: [] }, 'forwards no signal at all'],
  [{ forwards: ['SIGINT', 'SIGTERM'] }, 'forwards 2 of 61 signals (SIGINT, SIGTERM) to its command'],
  [{ forwards: Array.from({ length: 9 }, () => 'SIGHUP'), to: 'group' }, 'forwards 9 of 61 signals to the group of its command'],
  [{ forwards: SIGNALS.filter((name) => name !== 'SIGFPE' && name !== 'SIG32') }, undefined],
] as [Partial<Forwarding>, string | undefined][])('said in a sentence: %j', (forwarding, said) => {
  expect(sayHabits(learnt({}, forwarding))).toBe(said);
});
