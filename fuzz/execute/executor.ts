/** One resident executor process: frames out, results in, over one socket. */
import type { Socket } from 'node:net';
import type { Hello, Result } from '../trace/decode.ts';
import { decodeHello, decodeResult, WIRE_VERSION } from '../trace/decode.ts';
import { HarnessError } from './harness-error.ts';
import { native } from './locate.ts';
import { type End, start } from './start.ts';

/** Exit code of an executor that this machine does not allow (native/src/die.h). */
const EXIT_MACHINE = 3;

export interface Executor {
  readonly hello: Hello;
  /** Sends frames; each is answered by one result, in order. */
  send(frames: Uint8Array[]): void;
  /** Ends it and everything in it at once. */
  kill(): void;
}

export interface ExecutorEvents {
  result(result: Result): void;
  /** It has ended without being asked to. */
  died(error: HarnessError): void;
}

/** An init: its absolute path, and the directories of the host that its sandbox shows beside what all show. */
export interface Binary {
  path: string;
  shows?: readonly string[];
}

/** As the executor's command line has it (native/src/guard.c). */
const wordsOf = ({ path, shows = [] }: Binary): string[] => [path, ...shows.map((directory) => `+${directory}`)];

/**
 * Starts an executor pinned to `cpu` with a copy of each of `binaries` in a sandbox of its own. Resolves when it can take programs;
 * rejects with a HarnessError that says why this machine cannot.
 */
export function startExecutor(cpu: number, binaries: readonly Binary[], events: ExecutorEvents): Promise<Executor> {
  let killed = false;
  let started = false;
  return new Promise((resolve, reject) => {
    const ended = (end: End): void => {
      const error = endOf(end);
      if (!started) reject(error);
      else if (!killed) events.died(error);
    };
    const child = start([native('executor'), String(cpu), native('actor'), ...binaries.flatMap(wordsOf)], ended);
    const executor = (hello: Hello): Executor => ({
      hello,
      send: (frames) => {
        child.socket.write(frames.length === 1 && frames[0] ? frames[0] : Buffer.concat(frames));
      },
      kill: () => {
        killed = true;
        child.end();
      },
    });
    readFrames(child.socket, (frame) => {
      if (started) return events.result(decodeResult(frame));
      const hello = decodeHello(frame);
      if (hello.version === WIRE_VERSION) resolve(executor(hello));
      else {
        reject(new HarnessError('not-built', 'The executor was built from other sources: run `make -C native` again'));
        child.end();
      }
      started = true;
    });
  });
}

function endOf({ status, said }: End): HarnessError {
  const machine = status?.how === 'exited' && status.code === EXIT_MACHINE;
  return new HarnessError(machine ? 'machine' : 'died', said || `The executor ended: ${inWords(status)}`);
}

function inWords(status: End['status']): string {
  if (status === undefined) return 'its exit status is not known';
  return status.how === 'exited' ? `exit code ${status.code}` : `killed by signal ${status.signal}`;
}

/** Cuts the stream into frames: each starts with its size, u32. */
function readFrames(socket: Socket, take: (frame: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    while (bytes.length - at >= 4 && bytes.length - at >= bytes.readUInt32LE(at)) {
      const next = at + bytes.readUInt32LE(at);
      take(bytes.subarray(at, next));
      at = next;
    }
    rest = at === 0 ? bytes : bytes.subarray(at);
  });
}
