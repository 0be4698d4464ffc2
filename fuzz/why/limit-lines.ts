/** Limits of the container that it is near to. */
import type { Container } from './container.ts';
import type { Line } from './diagnosis.ts';
import type { Limit } from './limits.ts';

/** Share of a limit from which on it is near: with a tenth left, one health check more may be too many. */
const NEAR = 0.9;

export const limitLines = ({ limits }: Container): Line[] => limits.map(lineOf);

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
