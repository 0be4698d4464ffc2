/** What a campaign takes over of a learnt contract, where nobody has said one: what an init does always it is not asked for. */
import type { Contract } from '../judge/contract.ts';
import type { ContractChange } from '../judge/contract-change.ts';
import { UNDECLARED } from '../judge/plain-contract.ts';
import type { SignalName } from '../scenario/signals.ts';
import { ASKED } from './forwarding.ts';
import type { Learnt } from './learn.ts';

/**
 * The contract less what nobody may do: to lose the signal that stops containers, to leave upon a signal while its command runs, to start
 * that with more signals blocked or ignored than the container was started with, in another directory, as another user, or with less
 * than it was given. Variables that it adds are open anyway.
 */
export function habitsOf({ contract, forwarding }: Learnt): ContractChange {
  const { child = {}, ...rest } = contract;
  const { mask = 'inherited', ignored = 'inherited', environment: _, ...place } = without(child, TOLD);
  return {
    ...without(rest, ['endsOn']),
    forwards: withStop(forwarding),
    child: { ...place, ...given('mask', mask), ...given('ignored', ignored) },
  };
}

/** What is told of a child whatever it is learnt to be. */
const TOLD = ['raises', 'user', 'directory', 'umask', 'descriptors'] as const;

/** What it takes from a set of signals always; what it adds is told. */
function given<K extends 'mask' | 'ignored'>(key: K, change: Contract['child'][K]): Partial<Pick<Contract['child'], K>> {
  if (change === 'inherited') return {};
  if (typeof change === 'string') return { [key]: change } as Partial<Pick<Contract['child'], K>>;
  return change.removes === undefined ? {} : ({ [key]: { removes: change.removes } } as Partial<Pick<Contract['child'], K>>);
}

const without = <T extends object, K extends keyof T>(all: T, keys: readonly K[]): Omit<T, K> =>
  Object.fromEntries(Object.entries(all).filter(([key]) => !keys.includes(key as K))) as Omit<T, K>;

const STOP: SignalName = 'SIGTERM';

function withStop({ forwards, ends }: Learnt['forwarding']): SignalName[] {
  return forwards.includes(STOP) || STOP in ends ? forwards : [...forwards, STOP];
}

/** Signals that are named one by one: more are a number. */
const MOST = 8;

/** What it never does, in a sentence without its subject. Undefined where that is no more than inits leave out by design. */
export function sayHabits({ forwarding: { forwards, to } }: Learnt): string | undefined {
  const open = UNDECLARED.open?.forwards ?? [];
  if (ASKED.every((signal) => forwards.includes(signal) || open.includes(signal))) return undefined;
  const whom = to === 'group' ? 'the group of its command' : 'its command';
  if (forwards.length === 0) return 'forwards no signal at all';
  const named = forwards.length <= MOST ? ` (${forwards.join(', ')})` : '';
  return `forwards ${forwards.length} of ${ASKED.length} signals${named} to ${whom}`;
}
