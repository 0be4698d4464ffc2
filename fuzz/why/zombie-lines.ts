/** Zombies: how many, of which program, and who should have waited for them (wait(2)). */
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
  return {
    grade: isInit ? 'fault' : 'warning',
    said: `${who} does not wait for its children: ${some}, ${namesOf(zombies)}; the oldest was started ${ago(zombies)} ago.`,
    evidence: '/proc/PID/status: State Z, at the first look and at the last one',
    fix: isInit
      ? 'run it below an init that reaps (docker run --init, or tini -- COMMAND)'
      : `no init can reap them while ${name} lives: have it wait for its children`,
  };
}

/** `3 of curl, 1 of sh`. */
function namesOf(zombies: readonly Seen[]): string {
  const counts = new Map<string, number>();
  for (const { name } of zombies) counts.set(name, (counts.get(name) ?? 0) + 1);
  const all = [...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => `${count} of ${printable(name)}`);
  return all.length > MOST_NAMES ? `${all.slice(0, MOST_NAMES).join(', ')} and others` : all.join(', ');
}

const ago = (zombies: readonly Seen[]): string => {
  const seconds = Math.floor(Math.max(...zombies.map(({ ageMs }) => ageMs)) / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
};
