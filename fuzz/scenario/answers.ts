/**
 * How a system call can fail, for the calls of inits: what Linux answers there (section 2 of the man pages, ERRORS), and a scenario may
 * have it answer. What depends on the arguments the executor looks at (native/src/stops.c): no EINTR of a wait4(2) with WNOHANG.
 */
import { callNumber } from './calls.ts';

/** asm-generic/errno-base.h, asm-generic/errno.h */
export const ERRNO = {
  EPERM: 1,
  ENOENT: 2,
  ESRCH: 3,
  EINTR: 4,
  EIO: 5,
  ENXIO: 6,
  E2BIG: 7,
  ENOEXEC: 8,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EFAULT: 14,
  EISDIR: 21,
  EINVAL: 22,
  ENFILE: 23,
  EMFILE: 24,
  ENOTTY: 25,
  ETXTBSY: 26,
  ENOSPC: 28,
  EPIPE: 32,
  ENAMETOOLONG: 36,
  ELOOP: 40,
  ELIBBAD: 80,
  ENOTDIR: 20,
} as const;

export type ErrnoName = keyof typeof ERRNO;

/** The name of one of these. */
export const errnoName = (number: number): string => Object.entries(ERRNO).find(([, one]) => one === number)?.[0] ?? `errno ${number}`;

const FORK: readonly ErrnoName[] = ['EAGAIN', 'ENOMEM'];
const OPEN: readonly ErrnoName[] = ['ENOENT', 'EMFILE'];
const WRITE: readonly ErrnoName[] = ['EPIPE', 'ENOSPC', 'EAGAIN'];

const EXEC: readonly ErrnoName[] = [
  'E2BIG',
  'EACCES',
  'EAGAIN',
  'EFAULT',
  'EINVAL',
  'EIO',
  'EISDIR',
  'ELIBBAD',
  'ELOOP',
  'EMFILE',
  'ENAMETOOLONG',
  'ENFILE',
  'ENOENT',
  'ENOEXEC',
  'ENOMEM',
  'ENOTDIR',
  'EPERM',
  'ETXTBSY',
];

/** By name of the call. */
const ANSWERS: Readonly<Record<string, readonly ErrnoName[]>> = {
  fork: FORK,
  vfork: FORK,
  clone: FORK,
  clone3: FORK,
  wait4: ['EINTR'],
  waitid: ['EINTR'],
  kill: ['ESRCH', 'EPERM'],
  rt_sigtimedwait: ['EINTR', 'EAGAIN'],
  read: ['EINTR', 'EAGAIN'],
  setpgid: ['EACCES', 'EPERM'],
  setsid: ['EPERM'],
  ioctl: ['ENOTTY', 'ENXIO', 'EIO', 'EPERM'],
  open: OPEN,
  openat: OPEN,
  write: WRITE,
  writev: WRITE,
  prctl: ['EINVAL'],
  execve: EXEC,
};

const NONE: readonly ErrnoName[] = [];

/** How the call can fail; empty for a call that is not in the table. */
export const answersOf = (call: string): readonly ErrnoName[] => ANSWERS[call] ?? NONE;

/**
 * Whether the kernel gives this answer by itself, in time: a wait with a time-out comes to its end (sigtimedwait(2), EAGAIN). It is a
 * virtual time-out then, and nothing is made up: the executor gives it to such a wait alone, while nothing is pending that it wants.
 */
export const isTimeOut = (call: string, fails: ErrnoName): boolean => call === 'rt_sigtimedwait' && fails === 'EAGAIN';

const forks = ['fork', 'vfork', 'clone', 'clone3'].map((name) => callNumber(name));

/** Whether the call makes a process, by its number in a program. */
export const makesProcess = (call: number): boolean => forks.includes(call);
