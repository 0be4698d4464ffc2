/**
 * Classes of system calls: what a call does, whichever libc makes it. glibc's `clone` and musl's `fork` are one act, so that builds of one
 * init have one profile. A call that no table names is a class of its own, and so is new to every profile.
 */

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Class, and the calls that it stands for whatever their arguments are. Calls that differ by an argument: `rules.ts`. */
const BY_CLASS: Readonly<Record<string, readonly string[]>> = {
  // What a libc does for itself: before main, around a fork, for malloc. Honest builds differ in it, and nothing comes of it.
  runtime: words(`
    arch_prctl set_tid_address set_robust_list rseq getrandom uname getrlimit restart_syscall sched_getaffinity sigaltstack futex
    clock_gettime gettimeofday time`),
  memory: words('brk munmap mremap madvise'),
  identity: words('getpid gettid getppid getpgrp getpgid getsid getuid geteuid getgid getegid'),
  'signal-state': words('rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending'),
  close: words('close close_range'),
  exit: words('exit exit_group'),
  wait: words('wait4 waitid'),
  'signal-wait': words('rt_sigtimedwait rt_sigsuspend pause signalfd signalfd4'),
  session: words('setpgid setsid'),
  poll: words('poll ppoll select pselect6 epoll_wait epoll_pwait'),
  network: words(`
    connect bind listen accept accept4 sendto recvfrom sendmsg recvmsg sendmmsg recvmmsg socketpair setsockopt getsockopt shutdown
    getsockname getpeername`),
  privilege: words('setuid setgid setreuid setregid setresuid setresgid setgroups setfsuid setfsgid capset'),
  namespace: words('unshare setns mount umount2 pivot_root chroot fsopen fsmount move_mount open_tree'),
  introspection: words('ptrace process_vm_readv process_vm_writev pidfd_getfd kcmp perf_event_open bpf userfaultfd'),
  kernel: words('init_module finit_module delete_module kexec_load kexec_file_load reboot swapon swapoff iopl ioperm'),
  'hidden-code': words('memfd_create memfd_secret execveat'),
  asynchronous: words('io_uring_setup io_uring_enter io_uring_register io_setup io_submit'),
  timer: words('timer_create timer_settime setitimer alarm timerfd_create timerfd_settime nanosleep clock_nanosleep'),
};

const CLASSES = new Map(Object.entries(BY_CLASS).flatMap(([name, calls]) => calls.map((call) => [call, name] as const)));

/** The class of a call by its name, where its arguments do not matter; undefined where they do, or nothing is known of it. */
export const classOf = (call: string): string | undefined => CLASSES.get(call);

/** What the name of the call adds to the class: of what nobody should do it tells which it was. */
const TOLD_BY_NAME = new Set(['network', 'privilege', 'namespace', 'introspection', 'kernel', 'hidden-code', 'asynchronous', 'timer']);
export const isToldByName = (name: string): boolean => TOLD_BY_NAME.has(name);

/** Nothing comes of these, in any phase: they stand in no profile. `say`: writing to the standard output and error. */
const FREE = new Set(['runtime', 'memory', 'identity', 'signal-state', 'close', 'exit', 'say', 'look: own binary']);
/** And these while the loader works, before main: a static build has none of them (ld.so(8)). */
const FREE_AT_START = new Set(['open: library', 'look: library', 'read: library', 'code: mapped']);

/** The phases of an init. `child`: what it has forked, up to the exec of that. */
export const PHASES = ['start', 'child', 'supervising'] as const;
export type Phase = (typeof PHASES)[number];

/** Whether an act says nothing of an init. */
export const isFree = (phase: Phase, act: string): boolean => FREE.has(act) || (phase === 'start' && FREE_AT_START.has(act));
