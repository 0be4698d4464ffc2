import type { Difference } from '../fuzz/judge/difference.ts';
import { defineProperty, differencesOf, nameOf, type Run, sleepInWords, violationsOf } from '../fuzz/judge/property.ts';
import type { Violated } from '../fuzz/judge/verdict.ts';

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
    return violationsOf(run, [...ofStorm(run), ...differencesOf(run, ['zombie-left']).map((left) => zombie(run, left))]);
  },
});

type What = 'zombie-left' | 'late';

const whatOf = (late: number | undefined): What => (late === undefined ? 'zombie-left' : 'late');

function ofStorm(run: Run): Violated<What>[] {
  const storm = run.trace.events.findIndex((event) => event.kind === 'left');
  const zombies = run.trace.events[storm];
  if (zombies?.kind !== 'left') return [];
  const late = lateAfter(run, storm);
  const said = `${zombies.count} orphans of a storm are zombies and the init ${sleepInWords(late)}`;
  return [{ kind: 'violated', what: whatOf(late), detail: 'storm', said, event: storm }];
}

/** The sleep of the init at the settled op that the event belongs to. */
function lateAfter({ trace }: Run, event: number): number | undefined {
  const settled = trace.events.find((other, index) => index > event && other.kind === 'settled');
  return settled?.kind === 'settled' ? settled.late?.ms : undefined;
}

/** One that was there before the init was exec'ed sent its SIGCHLD to another program: a cause of its own. */
function zombie(run: Run, { slot, event, late }: Difference): Violated<What> {
  const inherited = run.program.processes[slot]?.inherited === true;
  return {
    kind: 'violated',
    what: whatOf(late),
    ...(inherited ? { detail: 'inherited' } : {}),
    said: `${nameOf(run, slot)} is a zombie and the init ${sleepInWords(late)}`,
    event,
  };
}
