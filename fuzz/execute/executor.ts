/** One resident executor process: frames out, results in, over one socket. */
import { spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import type { Hello, Result } from '../trace/decode.ts';
import { decodeHello, decodeResult, WIRE_VERSION } from '../trace/decode.ts';
import { HarnessError } from './harness-error.ts';
import { native } from './locate.ts';

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

/**
 * Starts an executor pinned to `cpu` with copies of `binaries` (absolute paths) in its sandbox. Resolves when it can take programs;
 * rejects with a HarnessError that says why this machine cannot.
 */
export function startExecutor(cpu: number, binaries: readonly string[], events: ExecutorEvents): Promise<Executor> {
  const child = spawn(native('executor'), [String(cpu), native('actor'), ...binaries], { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], env: {} });
  const socket = child.stdio[3] as Duplex;
  let said = '';
  let killed = false;
  child.stderr?.on('data', (text: Buffer) => {
    said = (said + text.toString()).slice(-4096);
  });
  socket.on('error', () => {});
  return new Promise((resolve, reject) => {
    let started = false;
    const executor = (hello: Hello): Executor => ({
      hello,
      send: (frames) => {
        socket.write(frames.length === 1 && frames[0] ? frames[0] : Buffer.concat(frames));
      },
      kill: () => {
        killed = true;
        socket.destroy();
        child.kill('SIGKILL');
      },
    });
    readFrames(socket, (frame) => {
      if (started) return events.result(decodeResult(frame));
      started = true;
      const hello = decodeHello(frame);
      if (hello.version === WIRE_VERSION) resolve(executor(hello));
      else reject(new HarnessError('not-built', 'The executor was built from other sources: run `make -C native` again'));
    });
    child.on('error', (cause) => reject(new HarnessError('machine', `Cannot start the executor: ${cause.message}`, { cause })));
    child.on('close', (code) => {
      const error = new HarnessError(code === EXIT_MACHINE ? 'machine' : 'died', said.trim() || `The executor ended with code ${code}`);
      if (!started) reject(error);
      else if (!killed) events.died(error);
    });
  });
}

/** Cuts the stream into frames: each starts with its size, u32. */
function readFrames(socket: Duplex, take: (frame: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (bytes.length >= 4 && bytes.length >= bytes.readUInt32LE(0)) {
      const size = bytes.readUInt32LE(0);
      take(bytes.subarray(0, size));
      bytes = bytes.subarray(size);
    }
    rest = bytes;
  });
}
