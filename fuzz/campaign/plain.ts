/** The contract of an init that is given by its path and of which nothing else is known. */
import type { Target } from '../judge/contract.ts';
import { SIGNALS, type SignalName } from '../scenario/signals.ts';

/** Not forwarded: what cannot be caught, what tells the init of its own children, and what the kernel sends upon its own faults (signal(7)). */
const NOT_FORWARDED: readonly SignalName[] = [
  'SIGKILL',
  'SIGSTOP',
  'SIGCHLD',
  'SIGILL',
  'SIGTRAP',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGSEGV',
  'SIGSYS',
];

/**
 * Forwards to its child alone; the child has all as it was inherited; 128 + n for a death by signal; 127 and 126 as shells have them
 * (POSIX, "Exit Status for Commands"); leaves at once when its child is dead, and signals nobody then.
 */
export const PLAIN: Omit<Target, 'name' | 'title'> = {
  args: [],
  deviations: [],
  contract: {
    forwards: SIGNALS.filter((signal) => !NOT_FORWARDED.includes(signal)),
    rewrites: {},
    to: 'child',
    parting: 'none',
    execFails: { missing: [127], 'not-executable': [126], directory: [126], 'script-without-interpreter': [127] },
    child: { group: "init's", session: "init's", mask: 'inherited', ignored: 'inherited' },
    directory: 'inherited',
    wakeUps: 0,
    pollMs: 0,
  },
};
