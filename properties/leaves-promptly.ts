import { defineProperty, differencesOf, holdsIfComplete } from '../fuzz/judge/property.ts';
import { initEnd, mainEnded } from '../fuzz/judge/seen.ts';
import { sentence } from '../fuzz/judge/sentence.ts';

/**
 * When the main child is dead the init leaves, whatever else lives, dies or is sent at that moment. Judged when the init sleeps although
 * its child is dead: for ever, or, where it sleeps with a time-out, after that has passed. `late`: that is longer than its contract allows.
 */
export const leavesPromptly = defineProperty({
  id: 'leaves-promptly',
  claim: 'the init leaves when its main child has ended',
  names: ['stays'],
  ofInits: 'there is no init that could stay behind its command',
  why: "The container's end is the init's. One that stays holds ports, volumes and the restart.",
  sources: ['pid_namespaces(7)'],
  reports: ['moby/moby 27514', 'openSUSE/catatonit 4', 'Yelp/dumb-init 102'],
  contract: ['leaves', 'parting', 'pollMs'],
  applies: 'where the command can be started',
  held: (seen) =>
    mainEnded(seen) || seen.trace.exit !== undefined
      ? `the init ${initEnd(seen)}`
      : 'main did not end, so that the init had nothing to leave for',
  consequence: {
    stays:
      'The container hangs: it counts as running though its application has ended, is not restarted, and keeps its ports and volumes until somebody kills it.',
    late: 'The container ends seconds after its application: restarts and deployments take that much longer.',
  },
  outcome: { stays: 'hung', late: 'hung' },
  watch: ['started', 'leaves'],
  judge(run) {
    if (run.contract.starts === 'again') return { kind: 'not-applicable', why: 'it starts its command again' };
    if ((run.program.launch.command ?? 'actor') !== 'actor') return { kind: 'not-applicable' };
    const [stays] = differencesOf(run, ['stays']);
    if (stays === undefined) return holdsIfComplete(run);
    const what = stays.late === undefined ? 'stays' : 'late';
    return { kind: 'violated', what, said: sentence('the init', stays.got, stays.expected), event: stays.event };
  },
});
