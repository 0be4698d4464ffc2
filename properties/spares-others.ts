import { defineProperty, differenceOf, holdsIfComplete, nameOf } from '../fuzz/judge/property.ts';
import { signalName } from '../fuzz/scenario/signals.ts';

/**
 * The init signals nobody but the target of its forwarding, and those whom the contract names when its child has ended. A signal that
 * leaves no record shows by its effect: a process that should live is dead or stopped.
 */
export const sparesOthers = defineProperty({
  id: 'spares-others',
  claim: 'the init signals nobody but whom its contract names',
  names: ['stray-signal', 'harmed'],
  why: "What an application starts beside itself (a log shipper, a database that must flush) is the application's to end.",
  sources: ['kill(2)'],
  reports: [],
  outcome: { 'stray-signal': 'wrong-target', harmed: 'wrong-target' },
  watch: ['started', 'noted', 'lives'],
  judge(run) {
    const stray = differenceOf(run, ['stray-signal', 'harmed']);
    if (stray === undefined) return holdsIfComplete(run);
    const who = nameOf(run, stray.slot);
    if (stray.kind === 'harmed') {
      return { kind: 'violated', what: 'harmed', said: `${who} should be ${stray.expected} and is ${stray.got}`, event: stray.event };
    }
    return { kind: 'violated', what: 'stray-signal', said: `${who} got ${signalName(stray.signal)} from the init`, event: stray.event };
  },
});
