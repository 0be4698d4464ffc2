/** All that is seen of a container whose PID 1 is a process of this machine. Nothing is signalled, traced or changed. */
import { readdir, readlink } from 'node:fs/promises';
import { InputError } from '../scenario/input-error.ts';
import { callName } from '../scenario/calls.ts';
import { readBinary } from '../supply/binary.ts';
import { examine, type Verified, verdictOn, type Wanted } from '../supply/verify.ts';
import { frozenBy, type Limit, limitsOf } from './limits.ts';
import { type MainFile, mainFileOfProcess } from './main-file.ts';
import { namespaceOf, type Seen, see, textOf, uptime } from './proc.ts';

export interface Container {
  /** PID 1, or what was named in its place. */
  init: Seen;
  /** What it was started as, a stranger's words. */
  argv: string[];
  /** The file that it runs, as its own mount namespace names it. */
  exe: string;
  /** What its bytes are; undefined where they may not be read. */
  verified?: Verified;
  /** The system call in which it sleeps; undefined where it runs, or that may not be read. */
  sleepsIn?: string;
  /** Where in the kernel it sleeps (proc_pid_wchan(5)). */
  sleepsAt?: string;
  /** The file that says that it is frozen. */
  frozenBy?: string;
  mainFile?: MainFile;
  /** All other processes of its PID namespace. */
  others: Seen[];
  /** Zombies that were there at the first look and at the last one. */
  zombies: Seen[];
  limits: Limit[];
  /** Whether it shares the PID namespace of who asks: then it is no container's. */
  ours: boolean;
}

/** Throws an InputError where there is no such process, or where it may not be looked at. */
export async function lookAt(pid: number, wanted: Wanted): Promise<Container> {
  const started = await uptime();
  const init = await see(pid, started);
  const exe = await readlink(`/proc/${pid}/exe`).catch((error: NodeJS.ErrnoException) => error);
  if (init === undefined || (exe instanceof Error && exe.code === 'ENOENT')) throw gone(pid, 'there is no such process');
  if (exe instanceof Error) throw gone(pid, "it is another user's: this needs root");
  const before = await othersOf(init, started);
  const argv = ((await textOf(`/proc/${pid}/cmdline`)) ?? '').replace(/\0$/, '').split('\0');
  const [verified, sleepsIn, limits] = [await verifiedOf(pid, wanted), await callOf(pid), await limitsOf(pid)];
  const [sleepsAt, frozen, mainFile] = [await placeOf(pid), await frozenBy(pid), await mainFileOfProcess(pid, exe, argv)];
  const others = await othersOf(init, started);
  const later = (await see(pid, started)) ?? init;
  const was = new Set(before.filter(isZombie).map(({ pid }) => pid));
  return {
    // What is pending at both looks waits; else it was on its way.
    init: { ...later, pending: later.pending.filter((signal) => init.pending.includes(signal)) },
    argv,
    exe: exe.replace(/ \(deleted\)$/, ''),
    ...(sleepsAt === undefined ? {} : { sleepsAt }),
    ...(frozen === undefined ? {} : { frozenBy: frozen }),
    ...(mainFile === undefined ? {} : { mainFile }),
    ...(verified === undefined ? {} : { verified }),
    ...(sleepsIn === undefined ? {} : { sleepsIn }),
    others,
    zombies: others.filter((one) => isZombie(one) && was.has(one.pid)),
    limits,
    ours: (await namespaceOf(pid)) === (await namespaceOf('self')),
  };
}

const gone = (pid: number, why: string): InputError => new InputError('UNREADABLE', `process ${pid}`, why);
const isZombie = ({ state }: Seen): boolean => state === 'Z';

/** In the namespace of PID 1 are its descendants, and what has entered it, whose parent is outside (`docker exec`). */
async function othersOf(init: Seen, uptimeMs: number): Promise<Seen[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const all = (await Promise.all(pids.map((pid) => see(pid, uptimeMs)))).filter((one) => one !== undefined);
  const own = await namespaceOf(init.pid);
  const byPid = new Map(all.map((one) => [one.pid, one]));
  const isBelow = (one: Seen | undefined): boolean => one !== undefined && (one.parent === init.pid || isBelow(byPid.get(one.parent)));
  const inside = await Promise.all(
    all.map(async (one) => one.pid !== init.pid && (isBelow(one) || (init.inside === 1 && (await namespaceOf(one.pid)) === own))),
  );
  return all.filter((_, n) => inside[n]);
}

async function verifiedOf(pid: number, wanted: Wanted): Promise<Verified | undefined> {
  const path = `/proc/${pid}/exe`;
  const binary = await readBinary(path, path).catch(() => undefined);
  if (binary === undefined) return undefined;
  const { bytes: _, ...rest } = binary;
  return verdictOn({ ...rest, ...examine(binary), file: path, record: { kind: 'none' } }, wanted);
}

/** proc(5), /proc/PID/syscall: the number of the call, or `running`; it may be read by who may trace the process. */
async function callOf(pid: number): Promise<string | undefined> {
  const number = /^\d+/.exec((await textOf(`/proc/${pid}/syscall`)) ?? '')?.[0];
  return number === undefined ? undefined : callName(Number(number));
}

/** `0` where it runs, or that may not be read. */
async function placeOf(pid: number): Promise<string | undefined> {
  const text = (await textOf(`/proc/${pid}/wchan`))?.trim();
  return text === undefined || text === '' || text === '0' ? undefined : text;
}
