/** Zombies: how many, of which program, who should have waited for them (wait(2)), who has made them, and how fast. */
import { printable } from '../base/printable.ts';
import type { Container } from './container.ts';
import type { Line } from './diagnosis.ts';
import type { Seen } from './proc.ts';

/** Programs that are named; with more the list says less. */
const MOST_NAMES = 3;

export function zombieLines({ init, others, zombies }: Container): Line[] {
  const parents = [...new Set(zombies.map(({ parent }) => parent))];
  if (parents.length === 0) return [{ grade: 'ok', said: 'There are no zombies.', evidence: '/proc/PID/status: State' }];
  return parents.map((parent) =>
    lineOf(
      zombies.filter((one) => one.parent === parent),
      init,
      others,
    ),
  );
}

function lineOf(zombies: readonly Seen[], init: Seen, others: readonly Seen[]): Line {
  const parent = zombies[0]?.parent;
  const isInit = parent === init.pid;
  const name = printable(others.find(({ pid }) => pid === parent)?.name ?? 'a process that is gone');
  const who = isInit ? 'It' : `Its descendant ${name} (${parent})`;
  const some = zombies.length === 1 ? 'a zombie' : `${zombies.length} zombies`;
  const said = `${who} does not wait for its children: ${some}, ${namesOf(zombies)}; the oldest was started ${ago(oldest(zombies))} ago${rateOf(zombies)}.`;
  return {
    grade: isInit ? 'fault' : 'warning',
    said: `${said} ${makersOf(zombies, init, others)}`,
    evidence: '/proc/PID/status: State Z, at the first look and at the last one; /proc/PID/stat: session, starttime',
    fix: isInit
      ? 'run it below an init that reaps (docker run --init, or tini -- COMMAND)'
      : `no init can reap them while ${name} lives: have it wait for its children`,
  };
}

/** `3 of curl, 1 of sh`. */
const namesOf = (zombies: readonly Seen[]): string => counted(zombies.map(({ name }) => printable(name)));

function counted(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const all = [...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => `${count} of ${name}`);
  return all.length > MOST_NAMES ? `${all.slice(0, MOST_NAMES).join(', ')} and others` : all.join(', ');
}

/**
 * A zombie keeps its session, and whoever was handed to PID 1 has a new parent and no other sign. A runtime gives a session of its own to each
 * process that it lets in (`docker exec`, health checks), of which nothing is left when it has ended.
 */
function makersOf(zombies: readonly Seen[], init: Seen, others: readonly Seen[]): string {
  const makers = zombies.map((zombie) => makerOf(zombie, init, others));
  return `Made in ${new Set(makers).size === 1 ? makers[0] : counted(makers)}.`;
}

function makerOf({ pid, session }: Seen, init: Seen, others: readonly Seen[]): string {
  if (session === init.session) return 'its own session';
  const leader = others.find((other) => other.pid === session && other.pid !== pid && other.state !== 'Z');
  if (leader !== undefined) return `the session of ${printable(leader.name)} (${leader.pid})`;
  return 'a session that has ended, as a health check or docker exec leaves it';
}

const oldest = (zombies: readonly Seen[]): number => Math.max(...zombies.map(({ ageMs }) => ageMs));

/** From so many on the time between them says something. */
const LEAST_FOR_RATE = 3;

function rateOf(zombies: readonly Seen[]): string {
  if (zombies.length < LEAST_FOR_RATE) return '';
  const between = (oldest(zombies) - Math.min(...zombies.map(({ ageMs }) => ageMs))) / (zombies.length - 1);
  return between < 1000 ? '' : `, one each ${ago(between)}`;
}

function ago(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
}
