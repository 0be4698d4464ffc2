/** The tables of an exported C program: its processes, steps and checks. */
import { type Op, type OpOf, type OpTable, type ProcessSpec, type Program, REACTION, visitOp } from '../compile/program.ts';
import { SIGNALS } from '../scenario/signals.ts';
import type { Expressed } from './beyond.ts';
import type { OPS_BEYOND_C } from './beyond-c.ts';
import { cString, signalMask, signalMacro } from './c-text.ts';
import type { Check } from './check.ts';
import { mergeSlots } from './merge-slots.ts';

/** `lines`: the body of each table. */
const tableOf = (type: string, name: string, rows: readonly string[]): string[] => [
  `static const struct ${type} ${name}[] = {`,
  ...rows.map((row) => `\t{ ${row} },`),
  '};',
];

export function dataLines(program: Program, checks: readonly Check[], said: readonly string[], features: ReadonlySet<string>): string[] {
  const { processes, ops } = program;
  const steps = ops.flatMap((op, index) => stepRows(op, index, ops, said));
  return [
    ...(features.has('ACTORS') ? processTable(processes) : []),
    ...(features.has('HANDLES') ? tableOf('reaction', 'reactions', reactionRows(processes, handsIgnored(program))) : []),
    ...(features.has('STEPS') ? tableOf('step', 'steps', steps) : []),
    ...tableOf('check', 'checks', mergeSlots(checks).map(checkRow)),
  ];
}

const processTable = (processes: readonly ProcessSpec[]): string[] => [
  `#define PROCESSES ${processes.length}`,
  // A range of rows is an extension of gcc and clang.
  `${processes.some(({ copy }) => copy > 0) ? '__extension__ ' : ''}static const struct process processes[PROCESSES] = {`,
  ...runs(processes).map(({ first, count, spec }) => processRow(first, count, spec)),
  '};',
];

/** Whether main may start with signals ignored that it is to handle. */
export const handsIgnored = ({ launch }: Program): boolean => (launch.ignored ?? []).some((name) => name !== 'SIGCHLD');

interface Run {
  first: number;
  count: number;
  spec: ProcessSpec;
}

/** Copies of one actor, one after the other. */
export function runs(processes: readonly ProcessSpec[]): Run[] {
  return processes.flatMap((spec) =>
    spec.copy === 0 ? [{ first: spec.slot, count: processes.filter(({ actor }) => actor === spec.actor).length, spec }] : [],
  );
}

function processRow(first: number, count: number, { actor, parent, inherited, group, session, waits, exited = -1 }: ProcessSpec): string {
  const index = count === 1 ? `[${first}]` : `[${first} ... ${first + count - 1}]`;
  const from = inherited ? 'BEFORE' : parent < 0 ? 'INIT' : `${parent}`;
  return `\t${index} = { ${cString(actor)}, ${from}, ${Number(group === 'own')}, ${Number(session === 'own')}, ${Number(waits)}, ${exited} },`;
}

const WHAT = {
  [REACTION.default]: 'DEFAULT',
  [REACTION.ignore]: 'IGNORE',
  [REACTION.note]: 'NOTE',
  [REACTION.exit]: 'LEAVE',
  [REACTION.exitLater]: 'LEAVE',
};

function reactionRows(processes: readonly ProcessSpec[], ignores: boolean): string[] {
  return runs(processes).flatMap(({ first, count, spec }) => {
    const to = (signal: number): string =>
      `${WHAT[(spec.reactions[signal] ?? 0) as keyof typeof WHAT]}, ${spec.exitCodes[signal]}, ${spec.delays[signal]}`;
    const common = mostCommon(SIGNALS.map((_, index) => to(index + 1)));
    const named = SIGNALS.flatMap((name, index) => {
      const never = ['SIGKILL', 'SIGSTOP', 'SIGCHLD', 'SIG32', 'SIG33'].includes(name);
      const number = signalMacro(name);
      return never || to(index + 1) === common ? [] : [`${first}, ${first + count - 1}, ${number}, ${number}, ${to(index + 1)}`];
    });
    // What is ignored at the start is so until a row says otherwise.
    const rest = common === 'DEFAULT, 0, 0' && !ignores ? [] : [`${first}, ${first + count - 1}, 1, 64, ${common}`];
    return [...rest, ...named];
  });
}

function mostCommon(rows: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row, (counts.get(row) ?? 0) + 1);
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

/** A step, and what it is waited for as where it settles. The first of what a step of the case comes to says what that is. */
function stepRows(op: Op, index: number, ops: readonly Op[], said: readonly string[]): string[] {
  const text = ops[index - 1]?.step === op.step ? '' : `${said[op.step] ?? ''}\n`;
  return [`${orderOf(op)}, ${op.settle ? index + 1 : 0}, ${cString(text)}`];
}

type InC = Expressed<typeof OPS_BEYOND_C>;

/** What C expresses has an order. */
const ORDERS: OpTable<void, string, InC> = {
  fork: ({ slot, count }) => `FORK, ${slot}, ${count}, 0, 0`,
  exit: ({ slot, count, code }) => `EXIT, ${slot}, ${count}, ${code}, 0`,
  die: ({ slot, count, signal }) => `DIE, ${slot}, ${count}, ${signalMacro(signal)}, 0`,
  freeze: () => 'SEND, INIT, 1, SIGSTOP, OUTSIDE',
  thaw: () => 'SEND, INIT, 1, SIGCONT, OUTSIDE',
  setpgid: ({ slot, count }) => `SETPGID, ${slot}, ${count}, 0, 0`,
  setsid: ({ slot, count }) => `SETSID, ${slot}, ${count}, 0, 0`,
  traceme: ({ slot, count }) => `TRACEME, ${slot}, ${count}, 0, 0`,
  signal({ signal, to, from }) {
    const who = to.kind === 'process' ? `${to.slot}, ${to.count}` : 'INIT, 1';
    return `SEND, ${who}, ${signalMacro(signal)}, ${from < 0 ? 'OUTSIDE' : from}`;
  },
};

/** Of a program of which `beyond` has nothing to say. */
const orderOf = (op: Op): string => visitOp(op as OpOf<InC>, ORDERS, undefined);

function checkRow(check: Check & { count: number }): string {
  const { at, kind, count, must, fault } = check;
  const slot = 'slot' in check ? check.slot : 0;
  const [value, or] = valuesOf(check);
  const [min, max] = 'min' in check ? [check.min, check.max] : [0, 0];
  return `${at < 0 ? at : at + 1}, ${kind}, ${slot}, ${count}, ${value}, ${or}, ${min}, ${max}, ${fault ? 1 : 2}, ${cString(must)}`;
}

function valuesOf(check: Check): [string, string] {
  if (check.kind === 'CODE') return [`${check.codes[0]}`, `${check.codes.at(-1)}`];
  if (check.kind === 'NOTED') return [signalMacro(check.signal), '0'];
  if (check.kind === 'BLOCKED' || check.kind === 'IGNORED') return [signalMask(check.signals), '0'];
  return [check.kind === 'CLOSED' ? `${check.descriptor}` : '0', '0'];
}
