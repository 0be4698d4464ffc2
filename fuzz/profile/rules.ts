/** Calls whose arguments say what they do: a rule for each. Numbers are those of x86-64 (asm/unistd_64.h, and the headers named). */
import { pathClass } from './paths.ts';

/** What is known when a call is entered. */
export interface Call {
  name: string;
  args: readonly number[];
  path: string;
  /** The process id of the init's first child, inside; 0 where there is none yet. */
  main: number;
  /** What a descriptor is of, as the calls that opened it said; `standard` for 0 to 2. */
  descriptor(number: number): string;
}

type Rule = (call: Call) => string;

const PROT_EXEC = 4;
const CLONE_THREAD = 0x1_0000;
/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET (linux/sched.h). */
const CLONE_NEW = 0x7e02_0000;
const O_ACCMODE = 3;
const O_CREAT = 0o100;

const argument = (call: Call, at: number): number => call.args[at] ?? 0;

/** A path call's class: what it does, and to what. */
const onPath =
  (what: string): Rule =>
  ({ path }) =>
    `${what}: ${pathClass(path)}`;

/** `write` from `open` by the flags of open(2). */
const opens =
  (flagsAt: number): Rule =>
  (call) => {
    const flags = argument(call, flagsAt);
    const writes = (flags & O_ACCMODE) !== 0 || (flags & O_CREAT) !== 0;
    const path = pathClass(call.path);
    // The terminal is opened for both, to be made the controlling one.
    return writes && !path.startsWith('/dev/') ? `open to write: ${path}` : `open: ${path}`;
  };

const makes: Rule = (call) => {
  const flags = call.name === 'clone' || call.name === 'clone3' ? argument(call, 0) : 0;
  if ((flags & CLONE_THREAD) !== 0) return 'thread';
  return (flags & CLONE_NEW) === 0 ? 'process' : 'process: in namespaces of its own';
};

/** kill(2): whom `pid` means. */
const signals: Rule = (call) => `signal: ${recipient(argument(call, 0), call.main)}`;

function recipient(pid: number, main: number): string {
  if (pid === 1) return 'itself';
  if (pid === 0) return 'its own group';
  if (pid === -1) return 'everybody';
  if (main !== 0 && pid === main) return 'its child';
  return main !== 0 && pid === -main ? "its child's group" : 'another process';
}

const executable =
  (act: string): Rule =>
  (call) =>
    (argument(call, 2) & PROT_EXEC) === 0 ? 'memory' : `code: ${act}`;

/** Reading and writing: by what the descriptor is of. */
const reads: Rule = (call) => {
  const from = call.descriptor(argument(call, 0));
  return from === 'signals' ? 'signal-wait' : `read: ${from}`;
};
const writes: Rule = (call) => {
  const to = call.descriptor(argument(call, 0));
  // Where standard ones are closed at the start, what is opened next has their numbers.
  return to === 'standard' || to === 'signals' ? 'say' : `write: ${to}`;
};

/** Of an open descriptor: as a libc asks of its standard ones before it writes to them. */
const ofDescriptor: Rule = (call) => {
  const of = call.descriptor(argument(call, 0));
  return of === 'standard' ? 'say' : `look: ${of}`;
};

const AT_EMPTY_PATH = 0x1000;
const stats: Rule = (call) => (call.path === '' && (argument(call, 3) & AT_EMPTY_PATH) !== 0 ? ofDescriptor(call) : onPath('look')(call));

/** asm-generic/ioctls.h: those of a terminal. */
const IOCTLS: Readonly<Record<number, string>> = {
  21505: 'say', // TCGETS, which isatty(3) makes
  21523: 'say', // TIOCGWINSZ, with which musl asks the same
  21518: 'terminal', // TIOCSCTTY
  21519: 'terminal', // TIOCGPGRP
  21520: 'terminal', // TIOCSPGRP
  21538: 'terminal', // TIOCNOTTY
};
const controls: Rule = (call) => IOCTLS[argument(call, 1)] ?? `ioctl: 0x${(argument(call, 1) >>> 0).toString(16)}`;

/** linux/prctl.h. */
const PRCTLS: Readonly<Record<number, string>> = { 1: 'PR_SET_PDEATHSIG', 36: 'PR_SET_CHILD_SUBREAPER', 37: 'PR_GET_CHILD_SUBREAPER' };
const prctls: Rule = (call) => `prctl: ${PRCTLS[argument(call, 0)] ?? argument(call, 0)}`;

/** bits/socket.h. */
const DOMAINS: Readonly<Record<number, string>> = {
  1: 'AF_UNIX',
  2: 'AF_INET',
  10: 'AF_INET6',
  16: 'AF_NETLINK',
  17: 'AF_PACKET',
  40: 'AF_VSOCK',
};
const sockets: Rule = (call) => `network: socket ${DOMAINS[argument(call, 0)] ?? argument(call, 0)}`;

/** A limit is asked for, or set (prlimit(2)). The low half of a pointer is 0 for null alone, but by a chance of 1 in 2^32. */
const limits: Rule = (call) => (argument(call, 2) === 0 ? 'runtime' : 'prlimit64: set');

/** By name. */
export const RULES: Readonly<Record<string, Rule>> = {
  open: opens(1),
  openat: opens(2),
  openat2: onPath('open'),
  creat: onPath('open to write'),
  execve: onPath('exec'),
  chdir: onPath('directory'),
  access: onPath('look'),
  faccessat: onPath('look'),
  faccessat2: onPath('look'),
  stat: onPath('look'),
  lstat: onPath('look'),
  readlink: onPath('look'),
  readlinkat: onPath('look'),
  statx: onPath('look'),
  newfstatat: stats,
  fstat: ofDescriptor,
  lseek: ofDescriptor,
  read: reads,
  pread64: reads,
  readv: reads,
  write: writes,
  writev: writes,
  pwrite64: writes,
  fork: makes,
  vfork: makes,
  clone: makes,
  clone3: makes,
  kill: signals,
  tkill: signals,
  tgkill: signals,
  rt_sigqueueinfo: signals,
  rt_tgsigqueueinfo: signals,
  pidfd_send_signal: () => 'signal: another process',
  mmap: executable('mapped'),
  mprotect: executable('made executable'),
  ioctl: controls,
  prctl: prctls,
  socket: sockets,
  prlimit64: limits,
  unlink: onPath('unlink'),
  unlinkat: onPath('unlink'),
  mkdir: onPath('mkdir'),
  mkdirat: onPath('mkdir'),
  rename: onPath('rename'),
  chmod: onPath('chmod'),
};
