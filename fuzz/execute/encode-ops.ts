/** The ops of a program as bytes: native/src/wire.h. */
import { type Op, type OpKind, type OpOf, type OpTable, visitOp } from '../compile/program.ts';
import { defaultAction, SIGCONT } from '../scenario/signals.ts';

export const OP_BYTES = 16;
const OP = {
  fork: 0,
  exit: 1,
  die: 2,
  signal: 3,
  freeze: 4,
  thaw: 5,
  wait: 6,
  storm: 7,
  type: 8,
  hangUp: 9,
  resize: 10,
  foreground: 11,
  read: 12,
  write: 13,
  orphan: 14,
  setpgid: 15,
  setsid: 16,
  exec: 17,
  at: 18,
  traceme: 19,
} as const satisfies Record<OpKind, number>;
const OP_FLAG = { settle: 1, observe: 2, value: 4, core: 8 } as const;
const TO = { init: 0, everybody: 1, process: 2, group: 3 } as const;

/** Writes one at `at`; returns where the next one begins. What is typed is a text of the program: `typed` says which. */
export function writeOp(view: DataView, at: number, op: Op, typed: number): number {
  view.setUint8(at, OP[op.op]);
  view.setUint8(at + 1, (op.settle ? OP_FLAG.settle : 0) | (visitOp(op, OBSERVES, undefined) ? OP_FLAG.observe : 0));
  view.setInt16(at + 8, -1, true);
  WRITERS[op.op](view, at, op as never);
  if (op.op === 'type') view.setInt32(at + 12, typed, true);
  return at + OP_BYTES;
}

const never = (): boolean => false;
const always = (): boolean => true;

/** Whether somebody may have stopped or gone on after it: the executor then looks at states, not only at deaths. */
const OBSERVES: OpTable<void, boolean> = {
  fork: ({ settle }) => settle,
  exit: never,
  die: never,
  signal: ({ signal }) => defaultAction(signal) === 'stop' || signal === SIGCONT,
  storm: never,
  wait: never,
  freeze: always,
  thaw: always,
  orphan: always,
  type: always,
  hangUp: always,
  resize: always,
  foreground: always,
  read: always,
  write: always,
  setpgid: always,
  setsid: always,
  exec: never,
  traceme: never,
  at: never,
};

type Writer<Kind extends OpKind> = (view: DataView, at: number, op: OpOf<Kind>) => void;

const WRITERS: { [Kind in OpKind]: Writer<Kind> } = {
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
  orphan() {},
  storm(view, at, op) {
    writeSlot(view, at, op);
    view.setInt32(at + 12, op.orphans, true);
  },
  wait(view, at, op) {
    view.setInt32(at + 12, op.ms, true);
  },
  type() {},
  hangUp() {},
  resize(view, at, op) {
    view.setInt32(at + 12, (op.rows << 16) | op.columns, true);
  },
  setpgid: writeSlots,
  setsid: writeSlots,
  exec: writeSlots,
  traceme: writeSlots,
  foreground: writeSlot,
  read: writeSlot,
  write: writeSlot,
  at(view, at, op) {
    view.setUint8(at + 2, op.error);
    view.setUint8(at + 3, op.exit ? 1 : 0);
    view.setInt16(at + 6, op.count, true);
    view.setInt16(at + 8, op.child ? 1 : 0, true);
    view.setUint16(at + 10, op.call, true);
    view.setInt32(at + 12, op.nth, true);
  },
};

function writeSlot(view: DataView, at: number, { slot }: { slot: number }): void {
  writeSlots(view, at, { slot, count: 1 });
}

function writeSlots(view: DataView, at: number, run: { slot: number; count: number }): void {
  view.setInt16(at + 4, run.slot, true);
  view.setInt16(at + 6, run.count, true);
}
