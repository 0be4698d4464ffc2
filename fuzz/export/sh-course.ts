/** The steps of a case and what must be so after each, as calls of an exported script's functions. */
import { type Op, type OpOf, type OpTable, type ProcessSpec, type Program, REACTION, visitOp } from '../compile/program.ts';
import { SIGNALS } from '../scenario/signals.ts';
import type { Expressed } from './beyond.ts';
import type { OPS_BEYOND_SH } from './beyond-sh.ts';
import { runs } from './c-data.ts';
import type { Check } from './check.ts';
import { mergeSlots } from './merge-slots.ts';
import { shWord } from './sh-text.ts';

/** `said`: what each step of the case does. */
export function courseSh({ ops, processes }: Program, checks: readonly Check[], said: readonly string[]): string[] {
  return [
    ...mustLines(-1, checks),
    ...ops.flatMap((op, index) => {
      const words = ops[index - 1]?.step === op.step ? [] : [`step ${shWord(said[op.step] ?? '')}`];
      return [...words, orderOf(op, processes), ...(op.settle ? mustLines(index, checks) : [])];
    }),
  ];
}

/** Without checks as well, all are waited for. */
function mustLines(at: number, checks: readonly Check[]): string[] {
  const own = mergeSlots(checks.filter((check) => check.at === at)).map(
    (check) => `must ${check.fault ? 1 : 2} ${shWord(check.must)} ${conditionOf(check)}`,
  );
  return own.length > 0 ? own : ["must 2 'all must come to rest' :"];
}

function conditionOf(check: Check & { count: number }): string {
  const name = check.kind.toLowerCase();
  switch (check.kind) {
    case 'CODE':
      return `code ${check.codes[0]} ${check.codes.at(-1)}`;
    case 'NOTED':
      return `noted ${check.slot} ${check.signal} ${check.min} ${check.max}`;
    case 'GONE':
    case 'DEAD':
    case 'ALIVE':
      return check.count === 1 ? `${name} ${check.slot}` : `each ${name} ${check.slot} ${check.slot + check.count - 1}`;
    case 'BLOCKED':
    case 'IGNORED':
      return `${name} ${hexMask(check.signals)}`;
    case 'CLOSED':
      return `closed ${check.descriptor}`;
    case 'WORKS_IN':
      return 'works_in /';
    default:
      return name;
  }
}

/** As /proc/PID/status has it (proc(5)). */
const hexMask = (signals: readonly number[]): string =>
  signals
    .reduce((mask, signal) => mask | (1n << BigInt(signal - 1)), 0n)
    .toString(16)
    .padStart(16, '0');

type InSh = Expressed<typeof OPS_BEYOND_SH>;

/** What a shell expresses has an order. */
const ORDERS: OpTable<readonly ProcessSpec[], string, InSh> = {
  fork({ slot, count }, processes) {
    const { parent = 0, session } = processes[slot] ?? {};
    return `forks ${parent} ${slot} ${slot + count - 1}${session === 'own' ? ' setsid' : ''}`;
  },
  exit: ({ slot, count, code }) => `tell ${slot} ${slot + count - 1} 'exit ${code}'`,
  die: ({ slot, count, signal }) => `tell ${slot} ${slot + count - 1} 'die ${signal}'`,
  freeze: () => 'kill -STOP "$init"',
  thaw: () => 'kill -CONT "$init"',
  signal: signalOrder,
};

/** Of a program of which `beyond` has nothing to say. */
const orderOf = (op: Op, processes: readonly ProcessSpec[]): string => visitOp(op as OpOf<InSh>, ORDERS, processes);

function signalOrder({ to, from, signal }: OpOf<'signal'>): string {
  const slots = to.kind === 'process' ? `${to.slot} ${to.slot + to.count - 1}` : undefined;
  if (from < 0) return slots === undefined ? `kill -${signal} "$init"` : `send ${slots} ${signal}`;
  return slots === undefined
    ? `tell ${from} ${from} 'send ${signal} 1'`
    : `for to in $(seq ${slots}); do tell ${from} ${from} "send ${signal} $(of "started $to" | cut -d ' ' -f 2)"; done`;
}

const NEVER = ['SIGKILL', 'SIGSTOP', 'SIGCHLD', 'SIG32', 'SIG33'];

/** A branch of `case $slot in` for each actor that does something of its own upon a signal. */
export function reactionsSh(processes: readonly ProcessSpec[]): string[] {
  return runs(processes).flatMap(({ first, count, spec }) => {
    const byTrap = new Map<string, number[]>();
    SIGNALS.forEach((name, index) => {
      const signal = index + 1;
      const reaction = spec.reactions[signal] ?? REACTION.default;
      if (NEVER.includes(name) || reaction === REACTION.default) return;
      const does = reaction === REACTION.note ? 'note' : reaction === REACTION.ignore ? "trap ''" : `trap 'exit ${spec.exitCodes[signal]}'`;
      byTrap.set(does, [...(byTrap.get(does) ?? []), signal]);
    });
    if (byTrap.size === 0) return [];
    const slots = Array.from({ length: count }, (_, copy) => first + copy).join(' | ');
    return [`${slots}) # ${spec.actor}`, ...[...byTrap].flatMap(([does, signals]) => trapLine(does, signals)), '\t;;'];
  });
}

const trapLine = (does: string, signals: readonly number[]): string =>
  does === 'note' ? `\tfor signal in ${ranges(signals)}; do trap "note $signal" "$signal"; done` : `\t${does} ${signals.join(' ')}`;

/** `$(seq 1 8) 10`: numbers that follow one another, in short. */
function ranges(numbers: readonly number[]): string {
  const starts = numbers.filter((n, index) => numbers[index - 1] !== n - 1);
  return starts
    .map((start) => {
      let last = start;
      while (numbers.includes(last + 1)) last++;
      return last === start ? `${start}` : `$(seq ${start} ${last})`;
    })
    .join(' ');
}
