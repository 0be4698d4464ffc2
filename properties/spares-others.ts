import { nameOf } from '../fuzz/judge/name-of.ts';
import { defineProperty, differencesOf, violationsOf } from '../fuzz/judge/property.ts';
import { atRest } from '../fuzz/judge/seen.ts';
import { sentence } from '../fuzz/judge/sentence.ts';

/**
 * The init signals nobody but the target of its forwarding, and those whom the contract names when its child has ended. A signal that
 * leaves no record shows by its effect: a process that should live is dead or stopped.
 */
export const sparesOthers = defineProperty({
  id: 'spares-others',
  claim: 'the init signals only the processes that its contract names',
  names: ['stray-signal', 'harmed'],
  ofInits: 'whatever PID 1 signals, the command does',
  why: "What an application starts beside itself (a log shipper, a database that must flush) is the application's to end.",
  sources: ['kill(2)'],
  reports: [],
  contract: ['to', 'parting'],
  applies: 'always',
  held: (seen) => `${atRest(seen)}, and no process that the init is to leave alone had got a signal from it`,
  consequence: {
    'stray-signal':
      'A process that the application started for itself gets a signal not meant for it: a log shipper or a database stops in the middle of its work.',
    harmed: 'A process that the application started for itself is killed or stopped: its work is lost.',
  },
  outcome: { 'stray-signal': 'wrong-target', harmed: 'wrong-target' },
  watch: ['started', 'noted', 'lives'],
  judge(run) {
    const found = differencesOf(run, ['stray-signal', 'harmed']);
    return violationsOf(
      run,
      found.map(({ kind: what, slot, expected, got, event }) => ({
        kind: 'violated',
        what,
        said: sentence(nameOf(run, slot), got, expected),
        event,
      })),
    );
  },
});
