import { defineProperty, differenceOf, holdsIfComplete, nameOf, type Run, sleepInWords } from '../fuzz/judge/property.ts';

/**
 * No zombie whose parent is the init is left when everything has come to rest. A zombie whose parent lives is that parent's business and does not
 * count. Judged when the init sleeps with nothing to take, so that a busy machine cannot make a violation.
 * `late`: it would look again, but its sleep, by the time-out that the kernel shows, is longer than its contract allows.
 */
export const reapsOrphans = defineProperty({
  id: 'reaps-orphans',
  claim: 'no zombie whose parent is the init is left',
  names: ['zombie-left'],
  why: 'Each zombie keeps a pid and a slot of the pids limit: a container that fills with them cannot fork. Orphans become children of PID 1, and only their parent can reap them.',
  sources: ['wait(2), NOTES'],
  reports: ['Yelp/dumb-init 9', 'nerves-project/erlinit 52', 'fpco/pid1-rs 0.1.6', 'kubernetes/kubernetes 36853'],
  outcome: { 'zombie-left': 'zombie', late: 'zombie' },
  watch: ['started', 'reaped'],
  judge(run) {
    const storm = run.trace.events.findIndex((event) => event.kind === 'left');
    const zombies = run.trace.events[storm];
    if (zombies?.kind === 'left')
      return {
        kind: 'violated',
        what: whatOf(lateAfter(run, storm)),
        detail: 'storm',
        said: `${zombies.count} orphans of a storm are zombies and the init ${sleepInWords(lateAfter(run, storm))}`,
        event: storm,
      };
    const left = differenceOf(run, ['zombie-left']);
    if (left === undefined) return holdsIfComplete(run);
    const said = `${nameOf(run, left.slot)} is a zombie and the init ${sleepInWords(left.late)}`;
    return { kind: 'violated', what: whatOf(left.late), said, event: left.event };
  },
});

const whatOf = (late: number | undefined): 'zombie-left' | 'late' => (late === undefined ? 'zombie-left' : 'late');

/** The sleep of the init at the settled op that the event belongs to. */
function lateAfter({ trace }: Run, event: number): number | undefined {
  const settled = trace.events.find((other, index) => index > event && other.kind === 'settled');
  return settled?.kind === 'settled' ? settled.late?.ms : undefined;
}
