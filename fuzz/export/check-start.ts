/** Checks of what the init makes of the state in which it is started. */
import { signalNumber, type SignalName } from '../scenario/signals.ts';
import type { Check, Watch } from './check.ts';

export const handsDown: Watch = (_, { launch }, { child }) => [
  handed('BLOCKED', child.mask === 'empty' ? [] : (launch.blocked ?? []), 'blocked'),
  handed('IGNORED', child.ignored === 'inherited' ? (launch.ignored ?? []) : [], 'ignored'),
];

export const keepsDirectory: Watch = (_, { launch }, contract) =>
  contract.directory === '/' && launch.directory !== undefined
    ? [{ kind: 'WORKS_IN', fault: true, at: -1, must: 'the init must work in /' }]
    : [];

export const closesDescriptors: Watch = (_, { launch }, contract) =>
  contract.descriptors === 'kept'
    ? []
    : (launch.open ?? []).map(
        (descriptor): Check => ({
          kind: 'CLOSED',
          fault: true,
          at: -1,
          descriptor,
          must: `the init must close descriptor ${descriptor}`,
        }),
      );

const handed = (kind: 'BLOCKED' | 'IGNORED', names: readonly SignalName[], word: string): Check => ({
  kind,
  fault: true,
  at: -1,
  signals: names.map(signalNumber),
  must: `main must start with ${names.length === 0 ? 'no signal' : names.join(', ')} ${word}`,
});
