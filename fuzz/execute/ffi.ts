/**
 * The native library (native/src/lib.c), loaded through ffi-rs. Synchronous calls only, numbers in and out, memory of ours that lives
 * across the call: ffi-rs 1.3.7 crashes Node upon a text result that is NULL, upon `freeResultMemory`, and with `runInNewThread` upon
 * a buffer that was collected meanwhile. None of the three is used here, and nothing else loads a library.
 */
import { readFileSync, statfsSync } from 'node:fs';
import { availableParallelism, constants, release } from 'node:os';
import { DataType, load, open } from 'ffi-rs';
import { WIRE_VERSION } from '../trace/decode.ts';
import { HarnessError } from './harness-error.ts';
import { howToBuild, native } from './locate.ts';

const LIBRARY = 'initproof';
let opened = false;

/** Calls a function of the library that takes 32-bit numbers and byte arrays and returns a number. */
function call(name: string, ...args: (number | Buffer)[]): number {
  if (!opened) openLibrary();
  return callOpened(name, args);
}

function callOpened(name: string, args: (number | Buffer)[]): number {
  const paramsType = args.map((arg) => (typeof arg === 'number' ? DataType.I32 : DataType.U8Array));
  return load({ library: LIBRARY, funcName: `initproof_${name}`, retType: DataType.I32, paramsType, paramsValue: args }) as number;
}

function openLibrary(): void {
  const path = native('libinitproof.so');
  try {
    open({ library: LIBRARY, path });
  } catch (cause) {
    throw new HarnessError('machine', `Cannot load ${path}: ${(cause as Error).message}`, { cause });
  }
  if (callOpened('version', []) !== WIRE_VERSION) {
    throw new HarnessError('not-built', `${path} was built from other sources\n${howToBuild()}`);
  }
  opened = true;
}

const errorNames = new Map(Object.entries(constants.errno).map(([name, number]) => [number, name]));

/** The name of an error number (errno(3)), such as `EPERM`. */
export const errorName = (number: number): string => errorNames.get(number) ?? `error ${number}`;

export interface Child {
  pid: number;
  /** Names this very process, whoever gets its number later. */
  pidfd: number;
  /** Our end of its descriptor 3, and of its stderr. Both do not block, and are the caller's to close. */
  socket: number;
  stderr: number;
}

/**
 * Starts `command` (an absolute path, then arguments, none with a NUL) with an empty environment and no descriptors but /dev/null as 0
 * and 1 and sockets as 2 and 3. Node is not forked. The child dies with the calling thread if it asks to: call from the main thread.
 * Throws a HarnessError where it cannot be started.
 */
export function startChild(command: readonly string[]): Child {
  const texts = Buffer.from(command.map((text) => `${text}\0`).join(''));
  const out = Buffer.alloc(16);
  const result = call('start', texts, texts.length, command.length, out);
  if (result < 0) throw new HarnessError('machine', `Cannot start ${command[0]}: ${inWords(errorName(-result))}`);
  return { pid: out.readInt32LE(0), pidfd: out.readInt32LE(4), socket: out.readInt32LE(8), stderr: out.readInt32LE(12) };
}

/** What keeps a process from being started, and what to do; the name of any other error. */
const STARTING: Readonly<Record<string, string>> = {
  EMFILE: 'too many open files: an executor takes 3 of Node, and there are 5 for each of --jobs\nulimit -n 1024, or --jobs 1',
  ENFILE: 'too many open files on this machine\nsysctl -w fs.file-max=1000000 (as root)',
  EAGAIN: 'too many processes\nraise ulimit -u, or pids.max of the control group',
};

const inWords = (name: string): string => STARTING[name] ?? name;

/** Sends a signal to the process itself. Returns whether it was there to take it. */
export const signalChild = (child: Child, signal: number): boolean => call('signal', child.pidfd, signal) === 0;

/** Whether the process runs; waits at most `ms` for its end. A zombie does not run. */
export const isAlive = (child: Child, ms = 0): boolean => call('alive', child.pidfd, ms) === 1;

/**
 * Takes the wait status (wait(2)) of a child that has ended, and closes its pidfd: once only. `undefined` while it runs, and -1 where
 * the status is lost since Node itself was started with SIGCHLD ignored.
 */
export function reapChild(child: Child): number | undefined {
  const result = call('reap', child.pid, child.pidfd);
  if (result === -constants.errno.EAGAIN) return undefined;
  return result < 0 ? -1 : result;
}

/**
 * Takes the file of an open descriptor for this process, without waiting (flock(2)): the kernel gives it back when the descriptor is closed or
 * the process dies. Returns whether it was free; throws a HarnessError where the file system knows no locks.
 */
export function takeLock(fd: number): boolean {
  const result = call('lock', fd);
  if (result === 0) return true;
  if (result === -constants.errno.EWOULDBLOCK) return false;
  throw new HarnessError('machine', `Cannot lock a file: ${errorName(-result)}`);
}

/** In the order of `enum fact` of lib.c. */
const FACTS = ['namespaces', 'fifo', 'pidfd_open', 'clone3', 'mount_setattr', 'close_range'] as const;

export interface MachineFacts {
  /** As `uname -r` has it. */
  kernel: string;
  cpus: number;
  /** Effective user id. */
  user: number;
  /** Whether namespaces, a user namespace among them, can be made and mounted in; else the name of the error. */
  namespaces: true | string;
  /** Whether SCHED_FIFO may be used, which makes runs deterministic and fast; else the name of the error. */
  fifo: true | string;
  /** System calls that an executor needs and that this kernel, or a filter around us, does not have, with the name of the error. */
  missing: { call: string; error: string }[];
  /** The version of the control groups, 0 for none, and whether they have a controller of process numbers. */
  cgroup: { version: 0 | 1 | 2; pids: boolean };
}

/** Finds out what this machine can do, by trying; takes a millisecond. Throws a HarnessError where the native part is missing. */
export function machineFacts(): MachineFacts {
  const out = Buffer.alloc(4 * FACTS.length);
  call('machine', out, FACTS.length);
  const error = (name: (typeof FACTS)[number]): number => out.readInt32LE(4 * FACTS.indexOf(name));
  const verdict = (name: (typeof FACTS)[number]): true | string => error(name) === 0 || errorName(error(name));
  return {
    kernel: release(),
    cpus: availableParallelism(),
    user: process.geteuid?.() ?? 0,
    namespaces: verdict('namespaces'),
    fifo: verdict('fifo'),
    missing: FACTS.slice(2).flatMap((name) => (error(name) === 0 ? [] : [{ call: name, error: errorName(error(name)) }])),
    cgroup: controlGroups('/sys/fs/cgroup'),
  };
}

/** CGROUP2_SUPER_MAGIC (linux/magic.h). */
const CGROUP2 = 0x63677270;

function controlGroups(root: string): MachineFacts['cgroup'] {
  try {
    if (statfsSync(root).type === CGROUP2) {
      return { version: 2, pids: readFileSync(`${root}/cgroup.controllers`, 'utf8').split(/\s/).includes('pids') };
    }
    const mounts = readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .filter((line) => line.split(' ')[2] === 'cgroup');
    return { version: mounts.length > 0 ? 1 : 0, pids: mounts.some((line) => line.split(' ')[3]?.split(',').includes('pids')) };
  } catch {
    return { version: 0, pids: false };
  }
}
