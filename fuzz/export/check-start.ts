/** Checks of what the init makes of the state in which it is started. */
import { blockedIn, ignoredIn } from '../judge/handed-down.ts';
import { signalName } from '../scenario/signals.ts';
import type { Check, Watch } from './check.ts';

export const handsDown: Watch = (_, { launch }, { child }) => [
  handed('BLOCKED', blockedIn(child, launch), 'blocked'),
  handed('IGNORED', ignoredIn(child, launch), 'ignored'),
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

const handed = (kind: 'BLOCKED' | 'IGNORED', signals: readonly number[], word: string): Check => ({
  kind,
  fault: true,
  at: -1,
  signals: [...signals],
  must: `main must start with ${signals.length === 0 ? 'no signal' : signals.map(signalName).join(', ')} ${word}`,
});
