/** The contract of an init that is given by its path: what people expect of an init that says nothing else. */
import { isDeepStrictEqual } from 'node:util';
import { SIGNALS, type SignalName } from '../scenario/signals.ts';
import type { Contract } from './contract.ts';

/** By nobody: two that cannot be taken, and the one that tells an init of its own children. */
export const NEVER_FORWARDED: readonly SignalName[] = ['SIGKILL', 'SIGSTOP', 'SIGCHLD'];

/**
 * The synchronous seven are what a process gets for a fault of its own, so that tini and catatonit leave them be. 127 and 126 are what
 * shells return (POSIX, Shell Command Language, 2.8.2).
 */
const KEPT: readonly SignalName[] = [...NEVER_FORWARDED, 'SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGSEGV', 'SIGSYS'];

/** No standard says which; 128 and more would say that a signal was to blame. */
export const ANY_FAILURE = Array.from({ length: 127 }, (_, index) => index + 1);

/**
 * What the known inits do either way, by design: dumb-init passes on the synchronous seven, catatonit keeps back the three of job control,
 * tini the last two of them.
 */
const BY_DESIGN = ['SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGSEGV', 'SIGSYS', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'] as const;

/** The C library's own: glibc's functions leave out 32 and 33 (nptl(7)), musl's 34 as well (src/signal/sigaddset.c). */
export const OF_LIBRARY = ['SIG32', 'SIG33', 'SIGRTMIN'] as const;

export const PLAIN: Contract = {
  forwards: SIGNALS.filter((name) => !KEPT.includes(name)),
  rewrites: {},
  to: 'child',
  parting: 'none',
  exitCodes: {},
  execFails: {
    missing: [127],
    'not-executable': [126],
    directory: [126],
    'script-without-interpreter': [126, 127],
    'no-process-left': ANY_FAILURE,
  },
  child: { group: "init's", session: "init's", mask: 'inherited', ignored: 'inherited', raises: [], terminal: 'untouched' },
  keys: 'once',
  asSubreaper: { adopts: 'unknown', deadly: 'unknown', suspends: [], parentDeath: 'none' },
  directory: 'inherited',
  descriptors: 'kept',
  wakeUps: 0,
  leaves: 'with-main',
  // As tini does, whose users do not mind.
  pollMs: 1000,
};

/**
 * Of an init of which nobody has said what it promises: plain, and open where the known inits differ, or where neither the init nor whoever
 * runs a container can help it. Of an exec that fails shells say 126 or 127, dumb-init 2, catatonit 1. Runtimes raise the soft limit of
 * descriptors for themselves (Go since 1.19, Node).
 */
export const UNDECLARED: Contract = {
  ...PLAIN,
  execFails: {
    missing: ANY_FAILURE,
    'not-executable': ANY_FAILURE,
    directory: ANY_FAILURE,
    'script-without-interpreter': ANY_FAILURE,
    'no-process-left': ANY_FAILURE,
  },
  child: { ...PLAIN.child, raises: ['NOFILE'] },
  open: {
    forwards: [...BY_DESIGN, ...OF_LIBRARY],
    place: true,
    directory: true,
    library: true,
    // What some are for (dbus-run-session, fakeroot), and it harms nobody.
    environment: true,
    thaw: true,
    continues: true,
    deadly: true,
  },
};

/** Whether nobody has said what it promises, not even in part: then its first runs tell. */
export const isUndeclared = (contract: Contract): boolean => contract === UNDECLARED || isDeepStrictEqual(contract, UNDECLARED);
