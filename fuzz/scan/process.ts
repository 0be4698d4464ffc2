/** A process that runs: what it was started with, whose it is, and whether it is PID 1 of a namespace. By /proc (proc(5)). */
import { readFile, readlink } from 'node:fs/promises';
import { InputError } from '../scenario/input-error.ts';
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

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such process',
  ESRCH: 'there is no such process',
  EACCES: "it is another user's: this needs root",
  EPERM: "it is another user's: this needs root",
};

/** Process `pid` of this machine; throws an InputError where there is none, or it may not be looked at. */
export async function running(pid: number): Promise<Running> {
  const at = `/proc/${pid}`;
  try {
    const [cmdline, status, exe] = await Promise.all([readFile(`${at}/cmdline`), readFile(`${at}/status`, 'utf8'), readlink(`${at}/exe`)]);
    const argv = cmdline.toString('utf8').replace(/\0$/, '').split('\0');
    const ids = (name: string): number[] => numbers(new RegExp(`^${name}:(.*)$`, 'm').exec(status)?.[1] ?? '');
    return {
      config: { ...UNSAID, unsaid: false, entrypoint: argv },
      exe: exe.replace(/ \(deleted\)$/, ''),
      // The second of four, the effective one, is what counts for files.
      who: { uid: ids('Uid')[1] ?? 0, gids: [ids('Gid')[1] ?? 0, ...ids('Groups')] },
      pid: ids('NSpid').at(-1) ?? pid,
    };
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
    throw reason === undefined ? error : new InputError('UNREADABLE', `process ${pid}`, reason);
  }
}

const numbers = (text: string): number[] => text.trim().split(/\s+/).filter(Boolean).map(Number);
