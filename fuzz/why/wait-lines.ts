/** Whether it waits, and for what: of a thread that sleeps the kernel shows the system call, or the place. */
import { printable } from '../base/printable.ts';
import type { Container } from './container.ts';
import type { Line } from './diagnosis.ts';

/** What it means that the main thread of PID 1 sleeps in a call. */
const MEANS: Readonly<Record<string, string>> = {
  wait4: 'for a child to end',
  waitid: 'for a child to end',
  rt_sigtimedwait: 'for a signal',
  rt_sigsuspend: 'for a signal',
  pause: 'for a signal',
  epoll_wait: 'for events of its descriptors',
  epoll_pwait: 'for events of its descriptors',
  poll: 'for events of its descriptors',
  ppoll: 'for events of its descriptors',
  select: 'for events of its descriptors',
  pselect6: 'for events of its descriptors',
  futex: 'for another of its threads',
  nanosleep: 'for a time to pass',
  clock_nanosleep: 'for a time to pass',
  read: 'for something to read',
  write: 'until somebody reads what it writes',
  flock: 'for a lock',
  accept: 'for a client',
  accept4: 'for a client',
};

export function waitLines({ init, sleepsIn, sleepsAt, others, frozenBy }: Container): Line[] {
  const stuck = [init, ...others].filter(({ state }) => state === 'D');
  const at = sleepsAt === undefined ? '' : `, in the kernel's ${sleepsAt}`;
  const evidence = `/proc/${init.pid}/${sleepsIn === undefined ? 'wchan' : 'syscall'}`;
  const call: Line[] =
    sleepsIn === undefined && sleepsAt === undefined
      ? []
      : [{ grade: 'note', said: `It sleeps ${sleepsIn === undefined ? at.slice(2) : callText(sleepsIn, at)}.`, evidence }];
  return [...frozenLines(frozenBy), ...call, ...stuck.map(({ pid, name }) => stuckLine(pid, name))];
}

const callText = (call: string, at: string): string => `in ${call}(2)${MEANS[call] === undefined ? at : `: it waits ${MEANS[call]}`}`;

const frozenLines = (file: string | undefined): Line[] =>
  file === undefined
    ? []
    : [
        {
          grade: 'fault',
          said: 'It is frozen, as by docker pause: what is sent to it waits until it goes on.',
          evidence: file,
          fix: 'docker unpause, podman unpause',
        },
      ];

/** proc_pid_stat(5): such a sleep no signal ends, SIGKILL included. */
const stuckLine = (pid: number, name: string): Line => ({
  grade: 'warning',
  said: `${printable(name)} (${pid}) is in a sleep that no signal ends, SIGKILL included: the container stays until that is over.`,
  evidence: `/proc/${pid}/status: State D`,
  fix: 'look for a disk or a network file system that does not answer (dmesg)',
});
