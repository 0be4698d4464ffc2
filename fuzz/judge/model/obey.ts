/**
 * What the ops of a program do. One that asks something of an actor which does not live is nothing; one that is stopped or suspended obeys
 * later.
 */
import { type Op, REACTION } from '../../compile/program.ts';
import { SIGCHLD, SIGCONT, SIGKILL, SIGSTOP, signalNumber } from '../../scenario/signals.ts';
import { enter, forkSlots } from './birth.ts';
import { deliver, resumeMaker } from './deliver.ts';
import { collectAll, end } from './end.ts';
import { leaveGroup } from './groups.ts';
import { orphanInit, receive } from './init.ts';
import { send } from './send.ts';
import { hangUpTerminal, resize, type, useTerminal } from './terminal.ts';
import { letGoOfChildren, trapBy } from './traced.ts';
import type { Process, World } from './world.ts';
import { at, isFirst, isHalted, isHeld, reactionTo } from './world.ts';

type Kind = Op['op'];
type Doer<K extends Kind> = (world: World, op: Extract<Op, { op: K }>) => void;

const DOERS: { [K in Kind]: Doer<K> } = {
  fork: (world, op) => (at(world, op.slot).spec.enters ? enter(world, op) : ask(world, parentOf(world, op.slot), op)),
  exit: askAll,
  die: askAll,
  signal: (world, op) => (op.from < 0 ? send(world, op, 'outside') : ask(world, at(world, op.from), op)),
  storm: askFirst,
  freeze: (world) => tellFirst(world, SIGSTOP),
  thaw: (world) => tellFirst(world, SIGCONT),
  setpgid: askAll,
  setsid: askAll,
  exec: askAll,
  traceme: askAll,
  orphan: orphanInit,
  wait: () => {},
  type: (world, op) => type(world, op.text),
  hangUp: hangUpTerminal,
  resize,
  foreground: askFirst,
  read: askFirst,
  write: askFirst,
  // That what follows races with what came before is the batch's.
  at: () => {},
};

/** A signal from outside to the init, or to main that is PID 1. */
const tellFirst = (world: World, signal: number): void =>
  world.command ? deliver(world, at(world, 0), signal, 'outside') : receive(world, signal, 'outside');

/** Does an op as the executor does. */
export function perform(world: World, op: Op): void {
  DOERS[op.op](world, op as never);
}

/** Who is told to fork the process: not the intermediate of a daemon, but the one that forks that. */
function parentOf(world: World, slot: number): Process {
  const parent = at(world, at(world, slot).spec.parent);
  return parent.spec.intermediate ? at(world, parent.spec.parent) : parent;
}

function askAll(world: World, op: Op & { slot: number; count: number }): void {
  for (let i = 0; i < op.count; i++) ask(world, at(world, op.slot + i), op);
}

function askFirst(world: World, op: Op & { slot: number }): void {
  ask(world, at(world, op.slot), op);
}

function ask(world: World, process: Process, op: Op): void {
  // Nothing that PID 1 sends itself ends it, and nobody inside can trace it.
  if (isFirst(world, process) && (op.op === 'die' || op.op === 'traceme')) return;
  if (world.command && process.slot === 0 && op.op === 'traceme') world.unsure ??= 'a command was traced by whoever is PID 1';
  if (process.life !== 'live') {
    if (process.lived && (op.op === 'exit' || op.op === 'die')) command(process, op);
    else if (process.lived && world.racing) world.unsure ??= 'an actor may have ended before it did what it was told';
    return;
  }
  if (world.racing && isHalted(process) && !process.stoppedBefore) world.unsure ??= 'an actor was told something while it was stopped';
  if (isHeld(process)) process.commands.push(op);
  else obey(world, process, op);
}

/**
 * A process that goes on obeys what it was told, without the executor's waits in between, and then waits for its children: before that too
 * where it was stopped.
 */
export function obeyAll(world: World, process: Process, waits: 'before' | 'after'): void {
  const { commands, heldBack } = process;
  process.commands = [];
  process.heldBack = undefined;
  if (heldBack !== undefined) takeUp(world, process, heldBack);
  if (isHalted(process)) {
    process.commands = commands;
    return;
  }
  if (process.spec.waits && waits === 'before') collectAll(world, process.slot);
  process.obeying = true;
  obeyEach(world, process, commands);
  process.obeying = false;
  if (!process.spec.waits || process.life !== 'live') return;
  if (!isHeld(process)) collectAll(world, process.slot);
  else if (isHalted(process) && world.processes.some(({ parent, life }) => parent === process.slot && life === 'zombie'))
    world.unsure ??= 'an actor that went on was stopped, and may have waited for its children before';
}

function obeyEach(world: World, process: Process, commands: readonly Op[]): void {
  if (commands.length > 1) world.racing = true;
  if (commands.length > 0) world.obeyed = true;
  for (const op of commands) {
    if (process.life !== 'live') return;
    if (op.op === 'setpgid' || op.op === 'setsid') world.unsure ??= 'an actor that went on has left its group';
    if (isHeld(process)) process.commands.push(op);
    else obey(world, process, op);
  }
}

/** Again what the terminal has stopped it for: unless a child has told it something meanwhile, since a handler that runs ends it. */
function takeUp(world: World, process: Process, op: Op): void {
  const changed = world.processes.some((one) => one.parent === process.slot && (isHalted(one) || one.life === 'zombie'));
  const handles = process.spec.waits || reactionTo(process, SIGCHLD) >= REACTION.note;
  if (changed && handles) world.unsure ??= 'an actor that the terminal had stopped may have been interrupted by SIGCHLD';
  obey(world, process, op);
}

function obey(world: World, process: Process, op: Op): void {
  if (op.op === 'storm' && world.adopts !== true) world.unsure ??= 'the orphans of a storm may not be the init’s';
  if (op.op === 'storm' && world.command && world.room < Infinity) world.unsure ??= 'the orphans of a storm may take the room';
  if (op.op === 'storm' && process.traced && world.racing)
    world.unsure ??= 'a traced actor may have been stopped in the midst of its storm';
  if (op.op === 'fork') forkSlots(world, process, op);
  if (op.op === 'signal') send(world, op, 'actor', process);
  if (op.op === 'setpgid' || op.op === 'setsid') leaveGroup(world, process, op.op);
  if (op.op === 'exec') becomeAnother(world, process);
  if (op.op === 'traceme') process.traced = true;
  if (op.op === 'foreground' || op.op === 'read' || op.op === 'write') useTerminal(world, process, op);
  if (op.op === 'die' && process.traced && op.signal !== SIGKILL) return dieTraced(world, process, op.signal);
  if (op.op !== 'exit' && op.op !== 'die') return;
  end(world, process, command(process, op));
}

/** What it sends itself stops it, and it does not die of that. */
function dieTraced(world: World, process: Process, signal: number): void {
  if (process.parent >= 0) world.unsure ??= 'a traced actor that was told to die may go on when its tracer has ended';
  trapBy(world, process, signal, 'actor');
}

const SIGTRAP = signalNumber('SIGTRAP');

/**
 * Its maker, where that has made it by vfork, goes on. A traced one gets a SIGTRAP of the kernel's (ptrace(2), execve(2) under ptrace),
 * blocked until the actor is itself again: one that ignores it discards it by that (sigaction(2), NOTES). One
 * that goes on without its first thread does so again, and the thread that has traced its children ends thus.
 */
function becomeAnother(world: World, process: Process): void {
  resumeMaker(world, process);
  if (process.spec.leaderEnds) letGoOfChildren(world, process);
  if (process.traced && reactionTo(process, SIGTRAP) !== REACTION.ignore) trapBy(world, process, SIGTRAP, 'kernel');
}

/** Records the command as what ends the process; returns how. */
function command(process: Process, op: Extract<Op, { op: 'exit' | 'die' }>): number {
  const ends = op.op === 'exit' ? op.code : -op.signal;
  process.hits.push({ signal: 0, sender: 'outside', seen: false, mayBeLost: false, recorded: false, ends, stops: false });
  return ends;
}
