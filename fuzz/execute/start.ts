/** A process of ours with a socket to it: started, listened to, ended, reaped. Node never forks for it; see ffi.ts. */
import { Socket } from 'node:net';
import { waitStatus } from '../trace/decode.ts';
import type { WaitStatus } from '../trace/trace.ts';
import { type Child, isAlive, reapChild, signalChild, startChild } from './ffi.ts';
import { HarnessError } from './harness-error.ts';

/** What is kept of what the process says, characters: the last words tell why it ended. */
const SAID = 4096;
/** A process whose descriptors are closed is exiting, ms: its end is a matter of microseconds, or it is killed. */
const EXITING_MS = 1000;
/** An executor whose socket is closed ends when the kernel has torn its namespaces down, ms: hundreds of processes take a tenth of it. */
const PATIENCE_MS = 10_000;

export interface Started {
  readonly pid: number;
  readonly socket: Socket;
  /** Closes the socket, which is how an executor is told to end with all that it has; one that does not is killed. */
  end(): void;
}

export interface End {
  /** Undefined where it was lost: Node was started with SIGCHLD ignored. */
  status: WaitStatus | undefined;
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
  for (const stream of [socket, stderr]) stream.on('error', () => {});
  stderr.on('data', (text: Buffer) => {
    said = (said + text.toString()).slice(-SAID);
  });
  stderr.on('close', () => {
    clearTimeout(timer);
    socket.destroy();
    ended({ status: reap(child), said: said.trim() });
  });
  const end = (): void => {
    socket.destroy();
    timer ??= setTimeout(() => signalChild(child, 9), PATIENCE_MS);
  };
  return { pid: child.pid, socket, end };
}

function reap(child: Child): WaitStatus | undefined {
  if (isAlive(child, EXITING_MS)) {
    signalChild(child, 9);
    isAlive(child, EXITING_MS);
  }
  const status = reapChild(child);
  if (status === undefined) throw new HarnessError('died', `Process ${child.pid} cannot be killed`);
  return status < 0 ? undefined : waitStatus(status);
}
