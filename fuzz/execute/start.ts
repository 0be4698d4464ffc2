/** A process of ours with a socket to it: started, listened to, ended, reaped. Node never forks for it; see ffi.ts. */
import { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { waitStatus } from '../trace/decode.ts';
import type { WaitStatus } from '../trace/trace.ts';
import { type Child, isAlive, reapChild, signalChild, startChild } from './ffi.ts';

/** What is kept of what the process says, characters: the last words tell why it ended. */
const SAID = 4096;
/** A process whose descriptors are closed is exiting, ms: its end is a matter of microseconds, or it is killed. */
const EXITING_MS = 1000;
/**
 * An executor ends, once its socket is closed, when the kernel has torn its namespaces down, ms: hundreds of processes take a fifth of it.
 */
const PATIENCE_MS = 5000;
/** Between two tries to reap what is traced, ms. */
const LOOK_MS = 10;

export interface Started {
  readonly pid: number;
  readonly socket: Socket;
  /** Closes the socket, which is how an executor is told to end with all that it has; one that does not is killed. */
  end(): void;
}

/** `lost`: Node was started with SIGCHLD ignored, so that the kernel has thrown the status away. */
export type Taken = { kind: 'reaped'; status: WaitStatus } | { kind: 'lost' };

export interface End {
  taken: Taken;
  /** The last 4 KiB of its stderr. */
  said: string;
}

/**
 * Starts a program that is spoken to by a socket as its descriptor 3. `ended` is called once, when the process is gone and reaped.
 * Throws a HarnessError where it cannot be started. Main thread only.
 */
export function start(command: readonly string[], ended: (end: End) => void): Started {
  const child = startChild(command);
  const socket = new Socket({ fd: child.socket, readable: true, writable: true });
  const stderr = new Socket({ fd: child.stderr, readable: true, writable: false });
  let said = '';
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  for (const stream of [socket, stderr]) stream.on('error', () => {});
  stderr.on('data', (text: Buffer) => {
    said = (said + text.toString()).slice(-SAID);
  });
  stderr.on('close', () => {
    clearTimeout(timer);
    over = true;
    socket.destroy();
    void reap(child).then((taken) => ended({ taken, said: said.trim() }));
  });
  const end = (): void => {
    socket.destroy();
    if (!over) timer ??= globalThis.setTimeout(() => signalChild(child, 9), PATIENCE_MS);
  };
  return { pid: child.pid, socket, end };
}

/** A traced process (`strace -f`) is the tracer's to reap first, and ours when that has done it. */
async function reap(child: Child): Promise<Taken> {
  if (isAlive(child, EXITING_MS)) {
    signalChild(child, 9);
    isAlive(child, EXITING_MS);
  }
  let status = reapChild(child);
  for (; status === undefined; status = reapChild(child)) await setTimeout(LOOK_MS, undefined, { ref: false });
  return status < 0 ? { kind: 'lost' } : { kind: 'reaped', status: waitStatus(status) };
}
