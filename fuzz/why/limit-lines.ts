/** Limits of the container that it is near to. */
import type { Container } from './container.ts';
import type { Line } from './diagnosis.ts';
import type { Limit } from './limits.ts';

/** Share of a limit from which on it is near: with a tenth left, one health check more may be too many. */
const NEAR = 0.9;

export const limitLines = ({ limits }: Container): Line[] => limits.flatMap((one) => [lineOf(one), ...hitLines(one)]);

/** What has happened already: `docker stop` shows none of it. */
function hitLines({ of, hits = 0, hitsFile = '' }: Limit): Line[] {
  if (hits === 0) return [];
  const said = HITS[of](hits);
  return [{ grade: 'warning', said, evidence: `${hitsFile}: ${hits}`, fix: FIXES[of] }];
}

const HITS: Readonly<Record<Limit['of'], (hits: number) => string>> = {
  processes: (hits) => `The limit of processes was reached: ${hits} forks have failed since the group was made.`,
  memory: (hits) => `Memory has run out: the kernel has killed ${hits} of its processes.`,
};

function lineOf({ of, used, most, file }: Limit): Line {
  const amount = (value: number): string => (of === 'memory' ? `${Math.round(value / 2 ** 20)} MiB` : String(value));
  const evidence = `${file}: ${used}`;
  if (most === Infinity) return { grade: 'note', said: `There is no limit of ${of}; in use: ${amount(used)}.`, evidence };
  const said = `Of its limit of ${of}, ${amount(most)}, it has ${amount(used)}`;
  if (used < NEAR * most) return { grade: 'ok', said: `${said}.`, evidence };
  return { grade: 'fault', said: `${said}: ${HARM[of]}.`, evidence, fix: FIXES[of] };
}

const HARM: Readonly<Record<Limit['of'], string>> = {
  processes: 'what it starts next may fail with EAGAIN, health checks and its own stop included',
  memory: 'the kernel kills a process of it next, PID 1 perhaps',
};
const FIXES: Readonly<Record<Limit['of'], string>> = {
  processes: 'look for zombies and for what forks; a higher --pids-limit gives time',
  memory: 'look for what grows; a higher --memory gives time',
};
