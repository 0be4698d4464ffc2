/** A program as the bytes that an executor reads: the layout of native/src/wire.h, little-endian. */
import type { Op, ProcessSpec, Program } from '../compile/program.ts';
import { REACTION } from '../compile/program.ts';
import { UNTOUCHED } from '../compile/reactions.ts';
import type { Launch } from '../scenario/scenario.ts';
import { defaultAction, SIGCONT, signalNumber } from '../scenario/signals.ts';
import { toBytes } from '../scenario/text-bytes.ts';

const PROGRAM_BYTES = 104;
const PROCESS_BYTES = 40;
const EXIT_BYTES = 8;
const OP_BYTES = 16;

const FLAG = { careful: 1, measure: 2, zygote: 4, subreaper: 8, noNewPrivs: 16 } as const;
const PROCESS = { intermediate: 1, ownSession: 2, ownGroup: 4, joins: 8, waits: 16, inherited: 32, exited: 64, codeShift: 8 } as const;
const OP = { fork: 0, exit: 1, die: 2, signal: 3, freeze: 4, thaw: 5, wait: 6, storm: 7 } as const;
const OP_FLAG = { settle: 1, observe: 2, value: 4, core: 8 } as const;
const TO = { init: 0, everybody: 1, process: 2, group: 3 } as const;
const COMMAND = { actor: 0, missing: 1, 'not-executable': 2, directory: 3, 'script-without-interpreter': 4, 'no-process-left': 5 } as const;
const DIRECTORY = { '/': 0, own: 1, deleted: 2 } as const;
const DESCRIPTOR = { stdin: 1, stdout: 2, stderr: 4 } as const;
const UMASK_AS_IT_IS = 0xffff;
const LIMITS = ['NOFILE', 'STACK', 'CORE'] as const;
const NO_LIMIT_SET = 0xffff_ffff_ffff_ffffn;

/** The environment of every init, before what a scenario adds: what container runtimes set (OCI images' PATH). */
export const BASE_ENV = ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'HOME=/'];

export interface EncodeOptions {
  id: number;
  binary: number;
  /** Arguments of the init before the command. */
  args: string[];
  pollMs: number;
  careful: boolean;
  zygote: boolean;
}

/** Returns one frame. The memory is its own; the caller may keep it. */
export function encode(program: Program, options: EncodeOptions): Uint8Array {
  const exits = collectExits(program.processes);
  const texts = toBytes(
    [...options.args, ...(program.launch.args ?? []), ...environment(program.launch)].map((text) => `${text}\0`).join(''),
  );
  const fixed = PROGRAM_BYTES + program.processes.length * PROCESS_BYTES + exits.length * EXIT_BYTES + program.ops.length * OP_BYTES;
  const bytes = new Uint8Array((fixed + texts.length + 7) & ~7);
  const view = new DataView(bytes.buffer);
  writeHead(view, program, options, exits.length);
  let at = PROGRAM_BYTES;
  for (const process of program.processes) at = writeProcess(view, at, process);
  for (const exit of exits) at = writeExit(view, at, exit);
  for (const op of program.ops) at = writeOp(view, at, op);
  bytes.set(texts, at);
  return bytes;
}

function environment(launch: Launch): string[] {
  if (launch.env === undefined) return BASE_ENV;
  return [...BASE_ENV, ...Object.entries(launch.env).map(([name, value]) => `${name}=${value}`)];
}

function writeHead(view: DataView, program: Program, options: EncodeOptions, exits: number): void {
  const launch = program.launch;
  view.setUint32(0, view.byteLength, true);
  view.setUint32(4, options.id, true);
  view.setUint8(8, options.binary);
  view.setUint8(9, COMMAND[launch.command ?? 'actor']);
  view.setUint8(10, DIRECTORY[launch.directory ?? '/']);
  view.setUint8(11, descriptorMask(launch.closed));
  view.setUint32(12, flags(program, options), true);
  view.setUint32(16, options.pollMs, true);
  view.setUint16(20, launch.umask ?? UMASK_AS_IT_IS, true);
  view.setUint8(22, descriptorMask(launch.full));
  view.setUint8(23, launch.nice ?? 0);
  writeMask(view, 24, (launch.blocked ?? []).map(signalNumber), 1);
  writeMask(view, 32, (launch.ignored ?? []).map(signalNumber), 1);
  writeMask(view, 40, launch.open ?? [], 0);
  const counts = [
    program.processes.length,
    exits,
    program.ops.length,
    options.args.length,
    launch.args?.length ?? 0,
    environment(launch).length,
  ];
  counts.forEach((count, index) => {
    view.setUint16(48 + 2 * index, count, true);
  });
  writeMask(view, 64, (launch.pending ?? []).map(signalNumber), 1);
  LIMITS.forEach((name, index) => {
    view.setBigUint64(72 + 8 * index, launch.limits?.[name] === undefined ? NO_LIMIT_SET : BigInt(launch.limits[name]), true);
  });
}

const descriptorMask = (names: readonly (keyof typeof DESCRIPTOR)[] = []): number =>
  names.reduce((mask, name) => mask | DESCRIPTOR[name], 0);

/** What is measured costs 30 µs: not for a scenario in which nothing is repeated. */
function flags(program: Program, options: EncodeOptions): number {
  const measure = options.careful || program.ops.length > 2;
  return (
    (options.careful ? FLAG.careful : 0) |
    (measure ? FLAG.measure : 0) |
    (options.zygote ? FLAG.zygote : 0) |
    (program.launch.as === 'subreaper' ? FLAG.subreaper : 0) |
    (program.launch.noNewPrivs === true ? FLAG.noNewPrivs : 0)
  );
}

/** Sets bit `number - first` for each number. */
function writeMask(view: DataView, at: number, numbers: readonly number[], first: number): void {
  let low = 0;
  let high = 0;
  for (const number of numbers) {
    const bit = number - first;
    if (bit < 32) low |= 1 << bit;
    else high |= 1 << (bit - 32);
  }
  view.setUint32(at, low >>> 0, true);
  view.setUint32(at + 4, high >>> 0, true);
}

function writeProcess(view: DataView, at: number, process: ProcessSpec): number {
  view.setInt16(at, process.parent, true);
  view.setInt16(at + 2, typeof process.group === 'number' ? process.group : -1, true);
  view.setUint32(at + 4, processFlags(process), true);
  if (process.reactions === UNTOUCHED.reactions) return at + PROCESS_BYTES;
  for (let signal = 1; signal <= 64; signal++) {
    const reaction = process.reactions[signal] ?? REACTION.default;
    if (reaction === REACTION.default) continue;
    const word = at + 8 * reaction + (signal > 32 ? 4 : 0);
    view.setUint32(word, (view.getUint32(word, true) | (1 << ((signal - 1) & 31))) >>> 0, true);
  }
  return at + PROCESS_BYTES;
}

function processFlags(process: ProcessSpec): number {
  return (
    (process.intermediate ? PROCESS.intermediate : 0) |
    (process.session === 'own' ? PROCESS.ownSession : 0) |
    (process.group === 'own' ? PROCESS.ownGroup : 0) |
    (typeof process.group === 'number' ? PROCESS.joins : 0) |
    (process.waits ? PROCESS.waits : 0) |
    (process.inherited ? PROCESS.inherited : 0) |
    (process.exited === undefined ? 0 : PROCESS.exited | (process.exited << PROCESS.codeShift))
  );
}

interface Exit {
  slot: number;
  signal: number;
  code: number;
  delay: number;
}

function collectExits(processes: readonly ProcessSpec[]): Exit[] {
  const exits: Exit[] = [];
  for (const { slot, reactions, exitCodes, delays } of processes) {
    if (reactions === UNTOUCHED.reactions) continue;
    for (let signal = 1; signal <= 64; signal++) {
      if ((reactions[signal] ?? 0) < REACTION.exit) continue;
      exits.push({ slot, signal, code: exitCodes[signal] ?? 0, delay: delays[signal] ?? 0 });
    }
  }
  return exits;
}

function writeExit(view: DataView, at: number, exit: Exit): number {
  view.setUint8(at, exit.slot);
  view.setUint8(at + 1, exit.signal);
  view.setUint8(at + 2, exit.code);
  view.setUint32(at + 4, exit.delay, true);
  return at + EXIT_BYTES;
}

function writeOp(view: DataView, at: number, op: Op): number {
  view.setUint8(at, OP[op.op]);
  view.setUint8(at + 1, (op.settle ? OP_FLAG.settle : 0) | (observes(op) ? OP_FLAG.observe : 0));
  view.setInt16(at + 8, -1, true);
  WRITERS[op.op](view, at, op as never);
  return at + OP_BYTES;
}

/** Ops after which somebody may have stopped or gone on: the executor then looks at states, not only at deaths. */
function observes(op: Op): boolean {
  if (op.op !== 'signal') return op.op === 'freeze' || op.op === 'thaw' || (op.op === 'fork' && op.settle);
  return defaultAction(op.signal) === 'stop' || op.signal === SIGCONT;
}

type Writer<Kind extends Op['op']> = (view: DataView, at: number, op: Extract<Op, { op: Kind }>) => void;

const WRITERS: { [Kind in Op['op']]: Writer<Kind> } = {
  fork: writeSlots,
  exit(view, at, op) {
    writeSlots(view, at, op);
    view.setUint16(at + 10, op.code, true);
  },
  die(view, at, op) {
    writeSlots(view, at, op);
    view.setUint8(at + 2, op.signal);
    if (op.core) view.setUint8(at + 1, view.getUint8(at + 1) | OP_FLAG.core);
  },
  signal(view, at, op) {
    view.setUint8(at + 2, op.signal);
    view.setUint8(at + 3, TO[op.to.kind]);
    if (op.to.kind === 'process') writeSlots(view, at, op.to);
    if (op.to.kind === 'group') view.setInt16(at + 4, op.to.slot, true);
    view.setInt16(at + 8, op.from, true);
    if (op.value === undefined) return;
    view.setUint8(at + 1, view.getUint8(at + 1) | OP_FLAG.value);
    view.setInt32(at + 12, op.value, true);
  },
  freeze() {},
  thaw() {},
  storm(view, at, op) {
    writeSlots(view, at, { slot: op.slot, count: 1 });
    view.setInt32(at + 12, op.orphans, true);
  },
  wait(view, at, op) {
    view.setInt32(at + 12, op.ms, true);
  },
};

function writeSlots(view: DataView, at: number, run: { slot: number; count: number }): void {
  view.setInt16(at + 4, run.slot, true);
  view.setInt16(at + 6, run.count, true);
}
