/** The native host of one application (native/src/app): settings and commands in, what happens out. */
import { HarnessError } from '../execute/harness-error.ts';
import { native } from '../execute/locate.ts';
import { start } from '../execute/start.ts';
import { type HostEvent, readEvent } from './events.ts';

/** A file or folder of the machine, by its absolute path, and where the application sees it. */
export interface Shown {
  from: string;
  at: string;
}

/** What is to be run. */
export interface Settings {
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  /** In which the command is started, inside. */
  directory: string;
  /** A folder that is the whole root; default: programs, libraries and settings of this machine. */
  root?: string;
  shown?: readonly Shown[];
  /** `line:TEXT`, `file:PATH`, `tcp:PORT`, `http:PORT/PATH` or `rest:MS` (native/src/app/ready.c). */
  ready: string;
  /** `PORT/PATH` that is asked for. */
  load?: string;
  user?: number;
  group?: number;
  terminal?: boolean;
  /** Most, bytes and ms. */
  memory: number;
  longest: number;
}

/** What can be done to it. Signals by number; `plan`: so many µs after so many programs have been started, PID 1's own the first. */
export type HostCommand =
  | ['signal', number]
  | ['plan', signal: number, us: number, execs: number]
  | ['child', signal: number, depth: number]
  | ['type', string]
  | ['probe', id: string, ...command: string[]]
  | ['hangup']
  | ['load']
  | ['unload']
  | ['look', string]
  | ['kill'];

export interface Host {
  readonly pid: number;
  send(command: HostCommand): void;
  /** Ends it with all that is in it. */
  end(): void;
  /** Resolves when nothing of it is left; rejects with a HarnessError where this machine cannot run it. */
  readonly over: Promise<void>;
}

/** Exit codes of the host (native/src/die.h) that are not ours to answer for. */
const CODES: Readonly<Record<number, 'machine' | 'refused'>> = { 2: 'refused', 3: 'machine' };

const textOf = (settings: Settings): string[] => [
  ...(settings.root === undefined ? [] : [`root=${settings.root}`]),
  ...(settings.shown ?? []).flatMap(({ from, at }) => [`show=${from}`, `at=${at}`]),
  `directory=${settings.directory}`,
  `ready=${settings.ready}`,
  ...(settings.load === undefined ? [] : [`load=${settings.load}`]),
  `user=${settings.user ?? 0}`,
  `group=${settings.group ?? settings.user ?? 0}`,
  `terminal=${settings.terminal === true ? 1 : 0}`,
  `memory=${settings.memory}`,
  `longest=${settings.longest * 1000}`,
  ...Object.entries(settings.env).map(([name, value]) => `env=${name}=${value}`),
  ...settings.argv.map((word) => `arg=${word}`),
];

function frameOf(words: readonly string[]): Buffer {
  const body = Buffer.from(words.map((word) => `${word}\0`).join(''));
  const head = Buffer.alloc(4);
  head.writeUInt32LE(body.length);
  return Buffer.concat([head, body]);
}

/** Starts it. `told` gets what happens, in order. Throws a HarnessError where it cannot even be started. */
export function startHost(settings: Settings, told: (event: HostEvent) => void): Host {
  let resolve = (): void => {};
  let reject = (_: Error): void => {};
  const over = new Promise<void>((...both) => {
    [resolve, reject] = both;
  });
  // Whoever does not wait for it hears of it by its events.
  over.catch(() => {});
  const child = start([native('apphost')], ({ taken, said }) => {
    const code = taken.kind === 'reaped' && taken.status.how === 'exited' ? taken.status.code : undefined;
    const kind = code === undefined ? undefined : CODES[code];
    if (code === 0 || ended) resolve();
    else if (kind === 'machine') reject(new HarnessError('machine', said));
    else reject(new HarnessError(kind === undefined ? 'died' : 'refused', said || 'The host of the application ended'));
  });
  let ended = false;
  readFrames(child.socket, (frame) => told(readEvent(frame)));
  child.socket.write(frameOf(textOf(settings)));
  return {
    pid: child.pid,
    send: (command) => {
      if (!child.socket.destroyed) child.socket.write(frameOf(command.map(String)));
    },
    end: () => {
      ended = true;
      child.end();
    },
    over,
  };
}

/** Cuts the stream into frames: each has its size in front, u32. */
function readFrames(socket: NodeJS.ReadableStream, take: (frame: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let size = whole(rest); size > 0; size = whole(rest)) {
      take(rest.subarray(4, size));
      rest = rest.subarray(size);
    }
  });
}

/** Size of the first frame with its head, or 0 where it is not all there. */
function whole(bytes: Buffer): number {
  if (bytes.length < 4) return 0;
  const size = 4 + bytes.readUInt32LE(0);
  return bytes.length >= size ? size : 0;
}
