/** A program as the bytes that an executor reads: the layout of native/src/wire.h, little-endian. */
import type { Program } from '../compile/program.ts';
import { placeOf, wordsOf } from '../compile/command.ts';
import { environmentOf, readyMs } from '../compile/setting.ts';
import type { Early } from '../scenario/scenario.ts';
import { signalNumber } from '../scenario/signals.ts';
import { toBytes } from '../scenario/text-bytes.ts';
import { OP_BYTES, writeOp } from './encode-ops.ts';
import { collectExits, EXIT_BYTES, PROCESS_BYTES, USER_AS_IT_IS, writeExit, writeProcess } from './encode-processes.ts';

const PROGRAM_BYTES = 128;
const EARLY_BYTES = 8;

const FLAG = {
  careful: 1,
  measure: 2,
  zygote: 4,
  subreaper: 8,
  noNewPrivs: 16,
  terminal: 32,
  tostop: 64,
  noCapabilities: 128,
  noProc: 256,
  stays: 512,
  record: 1024,
  command: 2048,
  goesOn: 4096,
  notAppended: 8192,
  file: 16384,
  readyLine: 32768,
  startsNothing: 65536,
} as const;
const COMMAND = { actor: 0, missing: 1, 'not-executable': 2, directory: 3, 'script-without-interpreter': 4, 'no-process-left': 5 } as const;
const DIRECTORY = { '/': 0, own: 1, deleted: 2, unreadable: 3 } as const;
const DESCRIPTOR = { stdin: 1, stdout: 2, stderr: 4 } as const;
const UMASK_AS_IT_IS = 0xffff;
const LIMITS = ['NOFILE', 'STACK', 'CORE', 'FSIZE', 'AS'] as const;
const NO_LIMIT_SET = 0xffff_ffff_ffff_ffffn;

export interface EncodeOptions {
  id: number;
  binary: number;
  /** Arguments of the init before the command. */
  args: string[];
  pollMs: number;
  /** For how long the init may wait for others when its main child has ended; default: not at all. */
  graceMs?: number;
  stays?: boolean;
  careful: boolean;
  /** Each system call of the init is an event. */
  record?: boolean;
  /** The init may become the command. */
  command?: boolean;
  /** Ops are taken whatever becomes of main. */
  goesOn?: boolean;
  zygote: boolean;
}

/** Returns one frame. The memory is its own; the caller may keep it. */
export function encode(program: Program, options: EncodeOptions): Uint8Array {
  const exits = collectExits(program.processes);
  const typed = program.ops.flatMap((op) => (op.op === 'type' ? [op.text] : []));
  const env = environmentOf(program);
  const { init, args, file } = wordsOf(program, options.args);
  const { line } = program.setting?.ready ?? {};
  const words = [...init, ...args, ...env, ...typed, ...[file, line].filter((text) => text !== undefined)];
  const texts = toBytes(words.map((text) => `${text}\0`).join(''));
  const early = inOrder(program.launch.early);
  const fixed =
    PROGRAM_BYTES +
    program.processes.length * PROCESS_BYTES +
    exits.length * EXIT_BYTES +
    program.ops.length * OP_BYTES +
    early.length * EARLY_BYTES;
  const bytes = new Uint8Array((fixed + texts.length + 7) & ~7);
  const view = new DataView(bytes.buffer);
  writeHead(view, program, options, { exits: exits.length, init: init.length, args: args.length, env: env.length, typed: typed.length });
  let at = PROGRAM_BYTES;
  for (const process of program.processes) at = writeProcess(view, at, process);
  for (const exit of exits) at = writeExit(view, at, exit);
  let texted = 0;
  for (const op of program.ops) at = writeOp(view, at, op, op.op === 'type' ? texted++ : 0);
  for (const { signal, us } of early) {
    view.setUint32(at, us, true);
    view.setUint32(at + 4, signalNumber(signal), true);
    at += EARLY_BYTES;
  }
  bytes.set(texts, at);
  return bytes;
}

const NO_EARLY: readonly Early[] = [];
const inOrder = (early: readonly Early[] = NO_EARLY): readonly Early[] =>
  early.length < 2 ? early : early.toSorted((a, b) => a.us - b.us);

/** How many there are of each. */
interface Counts {
  exits: number;
  init: number;
  args: number;
  env: number;
  typed: number;
}

function writeHead(view: DataView, program: Program, options: EncodeOptions, { exits, init, args, env, typed }: Counts): void {
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
  const counts = [program.processes.length, exits, program.ops.length, init, args, env, typed, program.launch.early?.length ?? 0];
  counts.forEach((count, index) => {
    view.setUint16(48 + 2 * index, count, true);
  });
  writeMask(view, 64, (launch.pending ?? []).map(signalNumber), 1);
  view.setUint32(112, launch.pidsLimit ?? 0, true);
  view.setUint32(116, launch.user ?? USER_AS_IT_IS, true);
  view.setUint32(120, readyMs(program.setting), true);
  view.setUint32(124, options.graceMs ?? 0, true);
  LIMITS.forEach((name, index) => {
    view.setBigUint64(72 + 8 * index, launch.limits?.[name] === undefined ? NO_LIMIT_SET : BigInt(launch.limits[name]), true);
  });
}

const descriptorMask = (names: readonly (keyof typeof DESCRIPTOR)[] = []): number =>
  names.reduce((mask, name) => mask | DESCRIPTOR[name], 0);

/** What is measured costs 30 µs: not for a scenario in which nothing is repeated. */
function flags(program: Program, options: EncodeOptions): number {
  const placed = placeOf(program, options.args);
  const measure = options.careful || program.ops.length > 2;
  return (
    // Whose children the init has is looked at with care alone.
    (options.careful || options.stays ? FLAG.careful : 0) |
    (options.stays ? FLAG.stays : 0) |
    (options.record === true ? FLAG.record : 0) |
    (options.command === true ? FLAG.command : 0) |
    (options.goesOn === true ? FLAG.goesOn : 0) |
    (placed === 'appended' ? 0 : FLAG.notAppended) |
    (placed === 'file' ? FLAG.file : 0) |
    (placed === 'none' ? FLAG.startsNothing : 0) |
    (program.setting?.ready?.line === undefined ? 0 : FLAG.readyLine) |
    (measure ? FLAG.measure : 0) |
    (options.zygote ? FLAG.zygote : 0) |
    (program.launch.as === 'subreaper' ? FLAG.subreaper : 0) |
    (program.launch.noNewPrivs === true ? FLAG.noNewPrivs : 0) |
    (program.launch.terminal === undefined ? 0 : FLAG.terminal) |
    (program.launch.tostop === true ? FLAG.tostop : 0) |
    (program.launch.capabilities === 'none' ? FLAG.noCapabilities : 0) |
    (program.launch.proc === 'none' ? FLAG.noProc : 0)
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
