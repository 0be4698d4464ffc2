/** One event of a trace in words. */
import { type Op, type OpRecipient, type OpTable, type Program, visitOp } from '../compile/program.ts';
import { errnoName } from '../scenario/answers.ts';
import { callName } from '../scenario/calls.ts';
import { signalName } from '../scenario/signals.ts';
import { INIT, type InitState, OUTSIDE, type TraceEvent, type WaitStatus } from '../trace/trace.ts';

/** What does things from outside. */
export const HARNESS = 'harness';

/** `who`: the process that it happens to, `harness` for what is done from outside. */
export interface Told {
  who: string;
  what: string;
}

/** `worker`, or `worker#2` for the second of several copies. */
export function slotName(program: Program, slot: number): string {
  if (slot === INIT) return 'init';
  if (slot === OUTSIDE) return 'outside';
  const process = program.processes[slot];
  if (process === undefined) return 'a stranger';
  const several = program.processes.some((other) => other.actor === process.actor && other.copy > 0 && !other.intermediate);
  const name = several ? `${process.actor}#${process.copy + 1}` : process.actor;
  return process.intermediate ? `${name}'s intermediate` : name;
}

/** `exits with 1`, `is killed by SIGTERM`. */
export const ended = (status: WaitStatus): string =>
  status.how === 'exited' ? `exits with ${status.code}` : `is killed by ${signalName(status.signal)}${status.core ? ' with a core' : ''}`;

type Teller<Kind extends TraceEvent['kind']> = (
  event: Extract<TraceEvent, { kind: Kind }>,
  program: Program,
) => { slot: number; what: string } | string | undefined;

const TELLERS: { [Kind in TraceEvent['kind']]: Teller<Kind> } = {
  op: (event, program) => tellOp(program.ops[event.index], program),
  started: ({ slot, pid, ppid }) => ({ slot, what: `runs as pid ${pid}, child of ${ppid}` }),
  signal: ({ slot, signal, from }) => ({ slot, what: `receives ${signalName(signal)}${from === 0 ? '' : ` from pid ${from}`}` }),
  reaped: ({ slot, child, status }, program) => ({
    slot,
    what: `reaps ${slotName(program, child)}, which ${ended(status)
      .replace(/^exits/, 'exited')
      .replace(/^is/, 'was')}`,
  }),
  died: ({ slot }) => ({ slot, what: 'is a zombie' }),
  gone: ({ slot }) => ({ slot, what: 'is reaped' }),
  stopped: ({ slot }) => ({ slot, what: 'is stopped' }),
  continued: ({ slot }) => ({ slot, what: 'is continued' }),
  moved: ({ slot, parent, pgid, sid }, program) => ({
    slot,
    what: `is now a child of ${slotName(program, parent)}, group ${pgid}, session ${sid}`,
  }),
  settled: ({ init }) => (init === 'busy' ? { slot: INIT, what: 'is still busy' } : undefined),
  left: ({ count }) => `${count} zombie${count === 1 ? '' : 's'} of a storm, children of the init`,
  terminal: ({ foreground, input, changed }) =>
    `the terminal: group ${foreground} in the foreground, ${input} bytes to read${changed ? ', settings changed' : ''}`,
  held: ({ of, when, index, call }) => ({
    slot: INIT,
    what: `${of === 'init' ? '' : 'has forked a child, which '}is held at the ${when} of ${callName(call)}${index > 0 ? `, its call ${index}` : ''}`,
  }),
  call: () => undefined,
  strangers: ({ count }) => `${count} process${count === 1 ? '' : 'es'} that the scenario does not know`,
};

/** Undefined for an event that people need not read, or that another one says. */
export function tellEvent(program: Program, event: TraceEvent): Told | undefined {
  const told = (TELLERS[event.kind] as Teller<TraceEvent['kind']>)(event as never, program);
  if (told === undefined) return undefined;
  return typeof told === 'string' ? { who: HARNESS, what: told } : { who: slotName(program, told.slot), what: told.what };
}

const INIT_NOW: Record<InitState, string> = {
  asleep: 'the init sleeps',
  forever: 'the init sleeps',
  stopped: 'the init is frozen',
  busy: 'the init is busy',
  gone: 'the init has ended',
};

/** The moment of a fault: a line for it also where the event has none elsewhere. */
export function tellMoment(program: Program, event: TraceEvent): Told | undefined {
  if (event.kind === 'settled') return { who: HARNESS, what: `all is at rest: ${INIT_NOW[event.init]}` };
  if (event.kind === 'call') return { who: 'init', what: `makes the system call ${callName(event.call)}` };
  return tellEvent(program, event);
}

/** Whether the event is something that was done to the tree, by a step. */
export const isDeed = ({ kind }: TraceEvent): boolean => kind === 'op' || kind === 'held';

const range = (program: Program, { slot, count }: { slot: number; count: number }): string =>
  count === 1 ? slotName(program, slot) : `${count} ${program.processes[slot]?.actor ?? ''}`;

/** Nothing where what happens is told by an event of its own. */
const OPS: OpTable<Program, string | undefined> = {
  fork: (op, program) => `fork ${range(program, op)}`,
  exit: (op, program) => `${range(program, op)} is to exit with ${op.code}`,
  die: (op, program) => `${range(program, op)} is to die by ${signalName(op.signal)}`,
  signal: (op, program) =>
    `${signalName(op.signal)} to ${recipient(op.to, program)}${op.from < 0 ? '' : ` from ${slotName(program, op.from)}`}`,
  storm: (op, program) => `${slotName(program, op.slot)} is to make ${op.orphans} orphans`,
  freeze: () => 'freeze the init',
  thaw: () => 'thaw the init',
  orphan: () => "the init's parent ends",
  wait: ({ ms }) => `wait ${ms} ms`,
  type: ({ text }) => `type ${JSON.stringify(text)}`,
  hangUp: () => 'hang up the terminal',
  resize: ({ rows, columns }) => `resize the terminal to ${rows} rows, ${columns} columns`,
  exec: (op, program) => `${range(program, op)} is to become another program`,
  traceme: (op, program) => `${range(program, op)} is to be traced by its parent`,
  setpgid: (op, program) => `${range(program, op)} is to go into a group of its own`,
  setsid: (op, program) => `${range(program, op)} is to go into a session of its own`,
  foreground: ({ slot }, program) => `${slotName(program, slot)} is to go to the foreground`,
  read: ({ slot }, program) => `${slotName(program, slot)} is to read on the terminal`,
  write: ({ slot }, program) => `${slotName(program, slot)} is to write on the terminal`,
  at: ({ error }) => (error === 0 ? undefined : `the call is answered with ${errnoName(error)} and not made`),
};

const tellOp = (op: Op | undefined, program: Program): string | undefined => (op === undefined ? undefined : visitOp(op, OPS, program));

function recipient(to: OpRecipient, program: Program): string {
  if (to.kind === 'init' || to.kind === 'everybody') return to.kind;
  return to.kind === 'group' ? `the group of ${slotName(program, to.slot)}` : range(program, to);
}
