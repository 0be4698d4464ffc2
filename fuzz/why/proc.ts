/** A process of this machine as /proc shows it: its masks of signals, its state, its place in its own namespace (proc_pid_status(5)). */
import { readlink } from 'node:fs/promises';
import { readRegular } from '../base/regular-file.ts';
import { SIGNALS, type SignalName } from '../scenario/signals.ts';

export interface Seen {
  /** In our namespace. */
  pid: number;
  /** In its own. */
  inside: number;
  parent: number;
  /** Its process group and session, named by their leaders; 0 where those are of another namespace. */
  group: number;
  session: number;
  /** The name of its program, 15 characters of it at most; a stranger's text. */
  name: string;
  /** One letter: `R`, `S`, `D`, `Z`, `T`, `t`, `X`. */
  state: string;
  /** Signals that wait to be taken, by it or by one of its threads. */
  pending: SignalName[];
  blocked: SignalName[];
  ignored: SignalName[];
  /** Those that it has a handler for. */
  caught: SignalName[];
  /** ms since it was started. */
  ageMs: number;
}

/** Bytes; the longest, `maps` apart, have some thousand. */
const MOST = 64 * 1024;
/** Ticks of a second in /proc: USER_HZ, on all machines that we run on. */
const TICKS = 100;

/** A file of /proc as text; undefined where the process is gone, or it may not be read. */
export async function textOf(path: string): Promise<string | undefined> {
  const read = await readRegular(path, { most: MOST });
  return read.ok ? read.value.bytes.toString('utf8') : undefined;
}

/** Undefined where the process is gone. */
export async function see(pid: number, uptimeMs: number): Promise<Seen | undefined> {
  const [status, stat] = [await textOf(`/proc/${pid}/status`), await textOf(`/proc/${pid}/stat`)];
  if (status === undefined || stat === undefined) return undefined;
  const field = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
  // The name may have blanks and brackets in it; after the last bracket there are numbers alone.
  const numbers = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    pid,
    inside: Number(field('NSpid').split(/\s+/).at(-1) || pid),
    parent: Number(field('PPid')),
    group: Number(numbers[2]),
    session: Number(numbers[3]),
    name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
    state: field('State').slice(0, 1),
    pending: [...new Set([...inMask(field('SigPnd')), ...inMask(field('ShdPnd'))])],
    blocked: inMask(field('SigBlk')),
    ignored: inMask(field('SigIgn')),
    caught: inMask(field('SigCgt')),
    ageMs: Math.max(0, uptimeMs - (Number(numbers[19]) * 1000) / TICKS),
  };
}

/** Bit n-1 of the hexadecimal number is signal n. */
export const inMask = (hex: string): SignalName[] =>
  SIGNALS.filter((_, n) => (BigInt(`0x${/^[0-9a-f]{1,16}$/.test(hex) ? hex : '0'}`) >> BigInt(n)) & 1n);

/** ms since the machine was started. */
export const uptime = async (): Promise<number> => Number((await textOf('/proc/uptime'))?.split(' ')[0] ?? 0) * 1000;

/** What its PID namespace is called, `pid:[4026531836]`; undefined where that may not be read. */
export const namespaceOf = (pid: number | 'self'): Promise<string | undefined> => readlink(`/proc/${pid}/ns/pid`).catch(() => undefined);
