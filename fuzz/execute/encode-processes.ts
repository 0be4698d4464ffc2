/** The processes of a program, and with which code and when they exit upon which signal, as bytes: native/src/wire.h. */
import type { ProcessSpec } from '../compile/program.ts';
import { REACTION } from '../compile/program.ts';
import { toBytes } from '../scenario/text-bytes.ts';
import { UNTOUCHED } from '../compile/reactions.ts';

export const PROCESS_BYTES = 64;
const COMM_BYTES = 16;
export const USER_AS_IT_IS = 0xffff_ffff;
export const EXIT_BYTES = 8;
const PROCESS = {
  intermediate: 1,
  ownSession: 2,
  ownGroup: 4,
  joins: 8,
  waits: 16,
  inherited: 32,
  exited: 64,
  codeShift: 8,
  subreaper: 1 << 16,
  cloneParent: 1 << 17,
  enters: 1 << 18,
  setuid: 1 << 19,
  leaderEnds: 1 << 20,
  vfork: 1 << 21,
} as const;

/** Writes one at `at`; returns where the next one begins. */
export function writeProcess(view: DataView, at: number, process: ProcessSpec): number {
  view.setInt16(at, process.parent, true);
  view.setInt16(at + 2, typeof process.group === 'number' ? process.group : -1, true);
  view.setUint32(at + 4, processFlags(process), true);
  view.setUint32(at + 56, process.user ?? USER_AS_IT_IS, true);
  view.setUint32(at + 60, process.pidOf + 1, true);
  if (process.comm !== '') new Uint8Array(view.buffer, at + 40, COMM_BYTES - 1).set(toBytes(process.comm));
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
    (process.subreaper ? PROCESS.subreaper : 0) |
    (process.enters ? PROCESS.enters : 0) |
    (process.cloneParent ? PROCESS.cloneParent : 0) |
    (process.setuid ? PROCESS.setuid : 0) |
    (process.leaderEnds ? PROCESS.leaderEnds : 0) |
    (process.vfork ? PROCESS.vfork : 0) |
    (process.exited === undefined ? 0 : PROCESS.exited | (process.exited << PROCESS.codeShift))
  );
}

export interface Exit {
  slot: number;
  signal: number;
  code: number;
  delay: number;
}

/** All exits upon signals, by process and signal. */
export function collectExits(processes: readonly ProcessSpec[]): Exit[] {
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

/** Writes one at `at`; returns where the next one begins. */
export function writeExit(view: DataView, at: number, exit: Exit): number {
  view.setUint8(at, exit.slot);
  view.setUint8(at + 1, exit.signal);
  view.setUint8(at + 2, exit.code);
  view.setUint32(at + 4, exit.delay, true);
  return at + EXIT_BYTES;
}
