import type { Difference } from '../fuzz/judge/difference.ts';
import { WAIT_FOR_THEM } from '../fuzz/judge/due.ts';
import { leftOfStorm, whileAsleep } from '../fuzz/judge/happened.ts';
import { ADOPTED, LIFE } from '../fuzz/judge/life.ts';
import { nameOf } from '../fuzz/judge/name-of.ts';
import { observe } from '../fuzz/judge/observe.ts';
import { defineProperty, differencesOf, type Run, violationsOf } from '../fuzz/judge/property.ts';
import { count, counted, atRest } from '../fuzz/judge/seen.ts';
import { sentence } from '../fuzz/judge/sentence.ts';
import type { Violated } from '../fuzz/judge/verdict.ts';
import type { Late } from '../fuzz/trace/trace.ts';

/**
 * No zombie whose parent is the init is left when everything has come to rest. A zombie whose parent lives is that parent's business and
 * does not count. Judged when the init sleeps with nothing to take, so that a busy machine cannot make a violation. `late`: it would look
 * again, but its sleep, by the time-out that the kernel shows, is longer than its contract allows.
 */
export const reapsOrphans = defineProperty({
  id: 'reaps-orphans',
  claim: 'no zombie whose parent is the init is left',
  names: ['zombie-left'],
  why: 'Each zombie keeps a pid and a slot of the pids limit: a container that fills with them cannot fork. Orphans become children of PID 1, and only their parent can reap them.',
  sources: ['wait(2), NOTES'],
  reports: ['Yelp/dumb-init 9', 'nerves-project/erlinit 52', 'fpco/pid1-rs 0.1.6', 'kubernetes/kubernetes 36853'],
  contract: ['pollMs', 'asSubreaper'],
  applies: 'always',
  held: (seen) =>
    `${atRest(seen)}, and the init had no zombie then; ${counted(count(seen, 'gone'), 'process', 'processes')} had been reaped`,
  consequence: {
    'zombie-left':
      "Zombies pile up until the container's limit of processes is reached: then nothing in it can start, health checks included.",
    late: 'Zombies stay for seconds: with many short processes the container reaches its limit of processes before they are reaped.',
  },
  outcome: { 'zombie-left': 'zombie', late: 'zombie' },
  watch: ['started', 'reaped'],
  judge(run) {
    if (run.contract.becomes === 'command') return violationsOf(run, ofCommand(run));
    return violationsOf(run, [...ofStorm(run), ...differencesOf(run, ['zombie-left']).map((left) => zombie(run, left))]);
  },
});

type What = 'zombie-left' | 'late';

const NO_INIT =
  'PID 1 is the command itself, and there is no init: orphans stay zombies unless the command waits for what it has not made.';

/** Zombies of others that PID 1 has got: by design of whoever starts a container without an init, and told as such. */
function ofCommand({ program, trace }: Run): Violated<What>[] {
  const storm = trace.events.some(({ kind }) => kind === 'left');
  const last = observe(trace, program.processes.length).at(-1);
  const orphan =
    last?.states.findIndex(
      (state, slot) => (state & LIFE.zombie) !== 0 && (state & ADOPTED) !== 0 && program.processes[slot]?.parent !== 0,
    ) ?? -1;
  if (!storm && orphan < 0) return [];
  return [{ kind: 'violated', what: 'zombie-left', detail: 'no-init', said: NO_INIT, usual: NO_INIT }];
}

const whatOf = (late: number | undefined): What => (late === undefined ? 'zombie-left' : 'late');

function ofStorm(run: Run): Violated<What>[] {
  const storm = run.trace.events.findIndex((event) => event.kind === 'left');
  const zombies = run.trace.events[storm];
  if (zombies?.kind !== 'left') return [];
  const late = lateAfter(run, storm);
  const left = leftOfStorm(zombies);
  const said = sentence('the init', late === undefined ? left : whileAsleep(left, late), WAIT_FOR_THEM);
  return [{ kind: 'violated', what: whatOf(late?.ms), detail: 'storm', said, event: storm }];
}

/** The sleep of the init at the settled op that the event belongs to. */
function lateAfter({ trace }: Run, event: number): Late | undefined {
  const settled = trace.events.find((other, index) => index > event && other.kind === 'settled');
  return settled?.kind === 'settled' ? settled.late : undefined;
}

/** One that was there before the init was exec'ed sent its SIGCHLD to another program: a cause of its own. */
function zombie(run: Run, { slot, expected, got, event, late }: Difference): Violated<What> {
  const inherited = run.program.processes[slot]?.inherited === true;
  return {
    kind: 'violated',
    what: whatOf(late),
    ...(inherited ? { detail: 'inherited' } : {}),
    said: sentence(nameOf(run, slot), got, expected),
    event,
  };
}
