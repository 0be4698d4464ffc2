/** What a process makes of a signal, by its masks (proc_pid_status(5)). */
import type { SignalName } from '../scenario/signals.ts';
import type { Seen } from './proc.ts';

/** `waits`: it sleeps in a call that takes signals, of which the kernel does not say which. */
export type Makes = 'handles' | 'blocks' | 'ignores' | 'waits' | 'default';

export const makesOf = ({ caught, blocked, ignored }: Seen, signal: SignalName): Makes => {
  if (blocked.includes(signal)) return 'blocks';
  if (caught.includes(signal)) return 'handles';
  return ignored.includes(signal) ? 'ignores' : 'default';
};

/** The file of /proc/PID that shows it. */
export const FIELDS: Readonly<Record<Makes, string>> = {
  handles: 'status: SigCgt',
  blocks: 'status: SigBlk',
  ignores: 'status: SigIgn',
  waits: 'syscall: rt_sigtimedwait',
  default: 'status: SigCgt',
};

/** After the name of a process that is no PID 1: `sleep (12) is ended by it`. */
export const IN_WORDS: Readonly<Record<Makes, string>> = {
  handles: 'handles it',
  blocks: 'has it blocked',
  ignores: 'ignores it',
  waits: 'waits for it',
  default: 'is ended by it',
};
