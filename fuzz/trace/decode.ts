/** An executor's result as a trace: the layout of native/src/wire.h, little-endian. */
import { fromBytes } from '../scenario/text-bytes.ts';
import type { Bound, CallEvent, Due, InitState, InitUsage, Late, StartState, Tampering, Trace, TraceEvent, WaitStatus } from './trace.ts';

export const WIRE_VERSION = 17;
const RESULT_BYTES = 104;
const EVENT_BYTES = 24;
const START_BYTES = 152;

/** What an executor says of itself when it starts. */
export interface Hello {
  version: number;
  /** The tree runs as SCHED_FIFO: a barrier costs nothing and runs are deterministic. */
  fifo: boolean;
  cores: boolean;
  /** What bounds the memory of a run: samples of it, or a control group of that version, which the kernel itself enforces. */
  memory: 'samples' | 'cgroup-1' | 'cgroup-2';
}

/** What came back for one program. */
export type Result =
  | { kind: 'trace'; id: number; trace: Trace }
  | { kind: 'not-executable'; id: number; why: string }
  | { kind: 'harness-error'; id: number; why: string };

const BOUNDS: (Bound | undefined)[] = [
  undefined,
  'time',
  'busy',
  'events',
  'output',
  'processes',
  'unavailable',
  'unreached',
  'memory',
  'threads',
  'commands',
  'unready',
];
/** By bit. */
const TAMPERED: Tampering[] = ['record', 'role', 'identity', 'flood'];
const MEMORY_BOUNDS: Hello['memory'][] = ['samples', 'cgroup-1', 'cgroup-2'];
const INIT_STATES: InitState[] = ['asleep', 'forever', 'stopped', 'busy', 'gone'];
/** By bit. */
const DUE: Due[] = ['end', 'zombie', 'signal'];
const FILES = ['closed', 'null', 'stdout', 'stderr', 'extra', 'other', 'full', 'terminal'];
/** By number (getrlimit(2), asm-generic/resource.h). */
/** As in native/src/wire.h. */
const RAISED_LIMITS = 16;

const LIMIT_NAMES = [
  'CPU',
  'FSIZE',
  'DATA',
  'STACK',
  'CORE',
  'RSS',
  'NPROC',
  'NOFILE',
  'MEMLOCK',
  'AS',
  'LOCKS',
  'SIGPENDING',
  'MSGQUEUE',
  'NICE',
  'RTPRIO',
  'RTTIME',
];

export function decodeHello(bytes: Buffer): Hello {
  return {
    version: bytes.readUInt32LE(4),
    fifo: bytes.readUInt32LE(8) === 1,
    cores: bytes.readUInt32LE(12) === 1,
    memory: MEMORY_BOUNDS[bytes.readUInt32LE(20)] ?? 'samples',
  };
}

/** Decodes one whole frame; `bytes` starts with it. */
export function decodeResult(bytes: Buffer): Result {
  const id = bytes.readUInt32LE(4);
  const status = bytes.readUInt8(8);
  if (status === 0) return { kind: 'trace', id, trace: decodeTrace(bytes) };
  const why = bytes.toString('utf8', RESULT_BYTES, bytes.length - 1);
  return { kind: status === 1 ? 'harness-error' : 'not-executable', id, why };
}

/** A wait status as wait(2) gives it. */
export function waitStatus(status: number): WaitStatus {
  if ((status & 0x7f) === 0) return { how: 'exited', code: (status >> 8) & 0xff };
  return { how: 'signalled', signal: status & 0x7f, core: (status & 0x80) !== 0 };
}

function decodeTrace(bytes: Buffer): Trace {
  const word = (index: number): number => bytes.readUInt32LE(4 * index);
  const count = word(17);
  const startAt = RESULT_BYTES + count * EVENT_BYTES;
  const directoryAt = startAt + word(18);
  const outAt = directoryAt + word(21);
  const errAt = outAt + word(19);
  const events = decodeEvents(bytes, count);
  const trace: Trace = {
    events,
    starts: word(7),
    init: usage(bytes, bytes.toString('utf8', directoryAt, outAt)),
    stdout: bytes.toString('utf8', outAt, errAt),
    stderr: bytes.toString('utf8', errAt, errAt + word(20)),
    us: word(6),
    lentUs: word(23),
  };
  const bound = BOUNDS[bytes.readUInt8(9)];
  if (bound !== undefined) trace.bound = bound;
  const tampered = TAMPERED.filter((_, bit) => (bytes.readUInt16LE(88) >>> bit) & 1);
  if (tampered.length > 0) trace.tampered = tampered;
  if (bytes.readUInt8(10) === 1) trace.exit = { ...waitStatus(word(3)), afterOp: bytes.readInt32LE(16), us: word(5) };
  const started = bytes.readUInt8(11);
  if (started & 2) trace.zygote = true;
  if (started & 1) trace.start = startState(bytes.subarray(startAt, directoryAt));
  return trace;
}

function usage(bytes: Buffer, directory: string): InitUsage {
  const word = (index: number): number => bytes.readUInt32LE(4 * index);
  return {
    cpuUs: word(8),
    maxRssBytes: word(9) * 1024,
    firstRssBytes: word(10) * 1024,
    lastRssBytes: word(11) * 1024,
    firstDescriptors: word(12),
    lastDescriptors: word(13),
    directory,
    kept: numbersOf(bytes, 96),
    threads: bytes.readUInt16LE(90),
    waitedMs: word(14),
    waitedSwitches: word(15),
    waitedCpuUs: word(16),
  };
}

/** A DataView: a Buffer checks each offset by itself, which costs as much as all else that is done for an event. */
function decodeEvents(bytes: Buffer, count: number): TraceEvent[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset + RESULT_BYTES, count * EVENT_BYTES);
  const events: TraceEvent[] = [];
  const slots = new Map<number, number>();
  for (let at = 0; at < view.byteLength; at += EVENT_BYTES) {
    const event = decodeEvent(view, at, slots);
    if (event !== undefined) events.push(event);
    else addArguments(view, at, events.at(-1));
  }
  return events;
}

/** What a call was made with comes in events of its own, after that of its entry. */
function addArguments(view: DataView, at: number, call: TraceEvent | undefined): void {
  const kind = view.getUint8(at + 4);
  if (call?.kind !== 'call' || (kind !== 16 && kind !== 17)) return;
  if (kind === 16) call.args = [8, 12, 16, 20].map((offset) => view.getInt32(at + offset, true));
  else call.path = (call.path ?? '') + fromBytes(Buffer.from(view.buffer, view.byteOffset + at + 8, 16)).replace(/\0.*$/s, '');
}

/** `slots`: which slot a pid of the namespace belongs to; filled by `started` events, read by `reaped` ones. */
function decodeEvent(view: DataView, at: number, slots: Map<number, number>): TraceEvent | undefined {
  const us = view.getUint32(at, true);
  const n = view.getUint8(at + 5);
  const slot = view.getInt16(at + 6, true);
  const a = view.getInt32(at + 8, true);
  const b = view.getInt32(at + 12, true);
  const c = view.getInt32(at + 16, true);
  const d = view.getInt32(at + 20, true);
  switch (view.getUint8(at + 4)) {
    case 1:
      return { us, kind: 'op', index: a };
    case 2:
      slots.set(a, slot);
      return { us, kind: 'started', slot, pid: a, ppid: b, pgid: c, sid: d };
    case 3:
      return { us, kind: 'signal', slot, signal: n, from: a, code: b, value: c };
    case 4:
      return { us, kind: 'reaped', slot, child: slots.get(a) ?? -3, status: waitStatus(b) };
    case 5:
      return { us, kind: 'died', slot };
    case 6:
      return { us, kind: 'gone', slot };
    case 7:
      return { us, kind: 'stopped', slot };
    case 8:
      return { us, kind: 'continued', slot };
    case 9:
      return { us, kind: 'moved', slot, parent: a, pgid: b, sid: c };
    case 10:
      return { us, kind: 'settled', index: a, init: INIT_STATES[b] ?? 'busy', ...lateness(c, n) };
    case 11:
      return { us, kind: 'strangers', count: a };
    case 12:
      return { us, kind: 'left', count: a };
    case 13:
      return { us, kind: 'terminal', foreground: a, input: b, changed: n !== 0 };
    case 14:
      return { us, kind: 'held', ...callOf(n, a, b), takes: [...bitsOf(c), ...bitsOf(d).map((bit) => bit + 32)].map((bit) => bit + 1) };
    case 15:
      return { us, kind: 'call', ...callOf(n, a, b), who: slot, result: c };
    default:
      return undefined;
  }
}

const lateness = (ms: number, due: number): { late?: Late } =>
  ms > 0 ? { late: { ms, due: DUE.filter((_, bit) => (due >>> bit) & 1) } } : {};

const callOf = (n: number, index: number, call: number): Pick<CallEvent, 'of' | 'when' | 'index' | 'call'> => ({
  of: (n & 1) === 0 ? 'init' : 'child',
  when: (n & 2) === 0 ? 'entry' : 'exit',
  index,
  call,
});

const bitsOf = (mask: number): number[] => BITS.filter((bit) => bit < 32 && (mask >>> bit) & 1);

function startState(bytes: Buffer): StartState {
  const [directoryBytes = 0, args = 0, argsBytes = 0, env = 0] = [128, 132, 136, 140].map((at) => bytes.readUInt32LE(at));
  const argsAt = START_BYTES + directoryBytes;
  const descriptors = new Map<number, string>();
  for (let fd = 0; fd < 64; fd++) {
    const file = bytes[40 + fd] ?? 0;
    if (file !== 0) descriptors.set(fd, FILES[file] ?? 'other');
  }
  const changed = bytes.readUInt32LE(36);
  return {
    pid: bytes.readInt32LE(0),
    ppid: bytes.readInt32LE(4),
    pgid: bytes.readInt32LE(8),
    sid: bytes.readInt32LE(12),
    blocked: signalsOf(bytes, 16),
    ignored: signalsOf(bytes, 24),
    umask: bytes.readUInt32LE(32),
    nice: bytes.readUInt16LE(104),
    noNewPrivs: bytes.readUInt16LE(106) === 1,
    foreground: bytes.readInt32LE(108),
    user: bytes.readUInt32LE(112),
    capabilities: bytes.readBigUInt64LE(120) !== 0n,
    changedLimits: limitsOf(changed),
    raisedLimits: limitsOf(changed >>> RAISED_LIMITS),
    descriptors,
    directory: bytes.toString('utf8', START_BYTES, argsAt - (directoryBytes > 0 ? 1 : 0)),
    args: texts(bytes, argsAt, argsAt + argsBytes, args),
    env: texts(bytes, argsAt + argsBytes, bytes.length, env),
  };
}

const limitsOf = (bits: number): string[] => (bits === 0 ? [] : LIMIT_NAMES.filter((_, number) => (bits >>> number) & 1));

/** Signals of a mask: bit n - 1 for signal n. */
const signalsOf = (bytes: Buffer, at: number): number[] => numbersOf(bytes, at).map((bit) => bit + 1);

/** The bits that are set in the 64 at `at`. */
function numbersOf(bytes: Buffer, at: number): number[] {
  const low = bytes.readUInt32LE(at);
  const high = bytes.readUInt32LE(at + 4);
  if (low === 0 && high === 0) return [];
  return BITS.filter((n) => (n < 32 ? (low >>> n) & 1 : (high >>> (n - 32)) & 1));
}
const BITS: readonly number[] = Array.from({ length: 64 }, (_, n) => n);

/** NUL-terminated texts. */
function texts(bytes: Buffer, from: number, to: number, count: number): string[] {
  if (count === 0) return [];
  return fromBytes(bytes.subarray(from, Math.max(from, to - 1))).split('\0', count);
}
