import type { Act } from '../fuzz/profile/acts.ts';
import { actsOf } from '../fuzz/profile/acts.ts';
import { deviationsFrom, levelOf } from '../fuzz/profile/deviations.ts';
import { defineProperty } from '../fuzz/judge/property.ts';
import { count, counted } from '../fuzz/judge/seen.ts';
import type { Verdict } from '../fuzz/judge/verdict.ts';
import { BOUNDS, MOST_CALLS } from '../fuzz/trace/trace.ts';

/** Deviations of one run that are told: the first is the one to look at. */
const TOLD = 5;

/**
 * The init does what its profile has, and nothing else. Judged only where a profile is given (`initproof profile check`), hence not in the
 * registry.
 */
export const keepsProfile = defineProperty({
  id: 'keeps-profile',
  claim: 'the init does what its profile has, and nothing else',
  names: [],
  why: 'An init has the rights of PID 1 and is looked at by nobody. One that carries a back door does its work as well as an honest one; it is told by a system call that an honest build never makes, and only under the stimulus that it waits for.',
  sources: ['syscalls(2)'],
  reports: [],
  contract: [],
  applies: 'where a profile is given',
  held: (seen) => `${counted(count(seen, 'call'), 'system call')} of the init were recorded, and the profile has all of them`,
  consequence: {
    start: 'The init does something while it starts that an honest build of it never does: do not ship it before somebody has looked.',
    child:
      'The init does something before it starts the application that an honest build never does: do not ship it before somebody has looked.',
    supervising:
      'The init does something while the application runs that an honest build never does: do not ship it before somebody has looked.',
  },
  outcome: { start: 'other', child: 'other', supervising: 'other' },
  watch: { not: 'it takes measurements that this form does not make' },
  judge({ profile, trace }) {
    if (profile === undefined) return { kind: 'not-applicable' };
    const calls = trace.events.filter((event) => event.kind === 'call').length;
    if (calls === 0) return { kind: 'inconclusive', why: 'no system call was recorded' };
    const deviations = deviationsFrom(profile, actsOf(trace));
    if (deviations[0] !== undefined) return violated(deviations[0], deviations, profile.init);
    if (calls >= MOST_CALLS) return { kind: 'inconclusive', why: 'more system calls than are recorded' };
    return trace.bound === undefined ? { kind: 'holds' } : { kind: 'inconclusive', why: BOUNDS[trace.bound] };
  },
});

/** The signature names the first act alone: what follows it is the same back door. */
function violated(first: Act, all: readonly Act[], init: string): Verdict<Act['phase']> {
  const told = all.slice(0, TOLD).map(({ phase, act }) => `${act} (${phase}, ${levelOf(act)})`);
  const more = all.length > TOLD ? `, and ${all.length - TOLD} more` : '';
  const detail = first.act.replaceAll(/\s+/g, '_');
  return {
    kind: 'violated',
    what: first.phase,
    detail,
    said: `it did what the profile of ${init} does not have: ${told.join(', ')}${more}`,
    event: first.event,
  };
}
