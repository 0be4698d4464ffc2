/** One resident executor process: frames out, results in, over one socket. */
import type { Socket } from 'node:net';
import type { Hello, Result } from '../trace/decode.ts';
import { decodeHello, decodeResult, WIRE_VERSION } from '../trace/decode.ts';
import { HarnessError } from './harness-error.ts';
import { type Left, leave } from './leave.ts';
import { howToBuild, native } from './locate.ts';
import { childOf, lookAt, type ProcessFacts } from './processes.ts';
import { type End, start, type Taken } from './start.ts';

/** Exit code of an executor that this machine does not allow (native/src/die.h). */
const EXIT_MACHINE = 3;

export interface Executor {
  /** Resolves when it can take programs; rejects with a HarnessError that says why this machine cannot. */
  readonly ready: Promise<Hello>;
  /** Sends frames; each is answered by one result, in order. */
  send(frames: Uint8Array[]): void;
  /** Ends it and everything in it, if it has not ended by itself, and says what is left: within 10 s. */
  leave(): Promise<Left>;
}

export interface ExecutorEvents {
  result(result: Result): void;
  /** It has ended without being asked to. */
  died(error: HarnessError): void;
}

/** An init: its absolute path, and how its sandbox differs from that of others. Paths are absolute, and lead through no link. */
export interface Binary {
  path: string;
  files?: readonly ShownFile[];
  /** Where it is inside; default: in a folder of ours. */
  ownPlace?: string;
  /** In which it is started, unless a launch says otherwise; default: the root. */
  directory?: string;
}

/** A file or folder of the host that the sandbox shows. `writable`: a copy of it for each run. */
export interface ShownFile {
  from: string;
  at: string;
  writable?: boolean;
}

/** As the executor's command line has it (native/src/sources.c). */
const wordsOf = ({ path, files = [], ownPlace, directory }: Binary): string[] => [
  path,
  ...files.flatMap(({ from, at, writable }) => [`${writable === true ? '*' : '+'}${from}`, `=${at}`]),
  ...(ownPlace === undefined ? [] : [`@${ownPlace}`]),
  ...(directory === undefined ? [] : [`:${directory}`]),
];

/**
 * Starts an executor pinned to `cpu` with a copy of each of `binaries` in a sandbox of its own. Throws a HarnessError where it cannot even
 * be started.
 */
export function startExecutor(cpu: number, binaries: readonly Binary[], events: ExecutorEvents): Executor {
  const [ready, taken] = [deferred<Hello>(), deferred<Taken>()];
  let state: 'starts' | 'works' | 'leaves' = 'starts';
  const child = start([native('executor'), String(cpu), native('actor'), ...binaries.flatMap(wordsOf)], (end) => {
    taken.resolve(end.taken);
    const error = endOf(end);
    ready.reject(error);
    if (state === 'works') events.died(error);
  });
  const guard = lookAt(child.pid);
  let worker: ProcessFacts | undefined;
  let left: Promise<Left> | undefined;
  const leaves = (): Promise<Left> => {
    state = 'leaves';
    child.end();
    left ??= leave({ guard, worker, taken: taken.promise });
    return left;
  };
  readFrames(child.socket, (frame) => {
    if (state !== 'starts') return events.result(decodeResult(frame));
    const hello = decodeHello(frame);
    worker = childOf(child.pid);
    state = 'works';
    if (hello.version === WIRE_VERSION) return ready.resolve(hello);
    ready.reject(new HarnessError('not-built', `The executor was built from other sources\n${howToBuild()}`));
    void leaves();
  });
  return {
    ready: ready.promise,
    send: (frames) => {
      child.socket.write(frames.length === 1 && frames[0] ? frames[0] : Buffer.concat(frames));
    },
    leave: leaves,
  };
}

interface Deferred<T> {
  promise: Promise<T>;
  resolve(value: T): void;
  reject(error: Error): void;
}

function deferred<T>(): Deferred<T> {
  let [resolve, reject]: [Deferred<T>['resolve'], Deferred<T>['reject']] = [() => {}, () => {}];
  const promise = new Promise<T>((...both) => {
    [resolve, reject] = both;
  });
  return { promise, resolve, reject };
}

function endOf({ taken, said }: End): HarnessError {
  const machine = taken.kind === 'reaped' && taken.status.how === 'exited' && taken.status.code === EXIT_MACHINE;
  return new HarnessError(machine ? 'machine' : 'died', said || `The executor ended: ${inWords(taken)}`);
}

function inWords(taken: Taken): string {
  if (taken.kind === 'lost') return 'its exit status is not known';
  const { status } = taken;
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
