/** A process that runs: what it was started with, whose it is, and whether it is PID 1 of a namespace. By /proc (proc(5)). */
import { readlink } from 'node:fs/promises';
import { readRegular } from '../base/regular-file.ts';
import { InputError, refusal } from '../scenario/input-error.ts';
import { UNSAID, type ImageConfig } from './config.ts';
import type { Who } from './users.ts';

export interface Running {
  config: ImageConfig;
  /** The file that it runs, as its own mount namespace names it; it may have been deleted or mounted over. */
  exe: string;
  who: Who;
  /** Its PID in its own namespace. */
  pid: number;
}

/** Bytes of one file in /proc: three quarters of the stack's 8 MiB are all that arguments may take (execve(2)). */
const MOST = 8 * 1024 ** 2;

const REASONS = {
  ENOENT: 'there is no such process',
  ESRCH: 'there is no such process',
  EACCES: "it is another user's: this needs root",
  EPERM: "it is another user's: this needs root",
} as const;

/** Process `pid` of this machine; throws an InputError where there is none, or it may not be looked at. */
export async function running(pid: number): Promise<Running> {
  const at = `/proc/${pid}`;
  try {
    const [cmdline, status, exe] = [await textOf(pid, 'cmdline'), await textOf(pid, 'status'), await readlink(`${at}/exe`)];
    const argv = cmdline.replace(/\0$/, '').split('\0');
    const ids = (name: string): number[] => numbers(new RegExp(`^${name}:(.*)$`, 'm').exec(status)?.[1] ?? '');
    return {
      config: { ...UNSAID, unsaid: false, entrypoint: argv },
      exe: exe.replace(/ \(deleted\)$/, ''),
      // The second of four, the effective one, is what counts for files.
      who: { uid: ids('Uid')[1] ?? 0, gids: [ids('Gid')[1] ?? 0, ...ids('Groups')] },
      pid: ids('NSpid').at(-1) ?? pid,
    };
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code as keyof typeof REASONS];
    throw reason === undefined ? error : new InputError('UNREADABLE', `process ${pid}`, reason);
  }
}

/** A file of /proc. A process may say what its arguments are, and how many (prctl(2), PR_SET_MM): more than the kernel takes, 6 MiB, is not read. */
async function textOf(pid: number, name: string): Promise<string> {
  const read = await readRegular(`/proc/${pid}/${name}`, { most: MOST });
  if (read.ok) return read.value.bytes.toString('utf8');
  throw refusal(`process ${pid}`, read.kind === 'missing' ? { ...read, why: REASONS.ENOENT } : read);
}

const numbers = (text: string): number[] => text.trim().split(/\s+/).filter(Boolean).map(Number);
