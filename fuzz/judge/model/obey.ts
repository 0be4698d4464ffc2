/** What the ops of a program do. One that asks something of an actor which does not live is nothing; a stopped actor obeys later. */
import { type Op, type OpRecipient, REACTION } from '../../compile/program.ts';
import { SIGCHLD, SIGCONT, SIGSTOP } from '../../scenario/signals.ts';
import { INIT, OUTSIDE } from '../../trace/trace.ts';
import { deliver, deliverToAll } from './deliver.ts';
import { collectAll, end } from './end.ts';
import { orphanInit, receive, receiveWith } from './init.ts';
import { leaveGroup } from './groups.ts';
import { maySignal, userOf } from './privilege.ts';
import { hangUpTerminal, resize, type, useTerminal } from './terminal.ts';
import type { Process, World } from './world.ts';
import { at, attached, initIsIn, reachable, reactionTo } from './world.ts';

type Kind = Op['op'];
type Doer<K extends Kind> = (world: World, op: Extract<Op, { op: K }>) => void;

const DOERS: { [K in Kind]: Doer<K> } = {
  fork: (world, op) => (at(world, op.slot).spec.enters ? enter(world, op) : ask(world, parentOf(world, op.slot), op)),
  exit: (world, op) => eachSlot(world, op, (process) => ask(world, process, op)),
  die: (world, op) => eachSlot(world, op, (process) => ask(world, process, op)),
  signal: (world, op) => (op.from < 0 ? send(world, op, 'outside') : ask(world, at(world, op.from), op)),
  storm: (world, op) => ask(world, at(world, op.slot), op),
  freeze: (world) => receive(world, SIGSTOP, 'outside'),
  thaw: (world) => receive(world, SIGCONT, 'outside'),
  setpgid: (world, op) => eachSlot(world, op, (process) => ask(world, process, op)),
  setsid: (world, op) => eachSlot(world, op, (process) => ask(world, process, op)),
  exec: (world, op) => eachSlot(world, op, (process) => ask(world, process, op)),
  orphan: (world) => orphanInit(world),
  wait: () => {},
  type: (world, op) => type(world, op.text),
  hangUp: (world) => hangUpTerminal(world),
  resize: (world, op) => resize(world, op),
  foreground: (world, op) => ask(world, at(world, op.slot), op),
  read: (world, op) => ask(world, at(world, op.slot), op),
  write: (world, op) => ask(world, at(world, op.slot), op),
};

/** Does an op as the executor does. */
export function perform(world: World, op: Op): void {
  DOERS[op.op](world, op as never);
}

/** Who is told to fork the process: not the intermediate of a daemon, but the one that forks that. */
function parentOf(world: World, slot: number): Process {
  const parent = at(world, at(world, slot).spec.parent);
  return parent.spec.intermediate ? at(world, parent.spec.parent) : parent;
}

function eachSlot(world: World, op: { slot: number; count: number }, act: (process: Process) => void): void {
  for (let i = 0; i < op.count; i++) act(at(world, op.slot + i));
}

function ask(world: World, process: Process, op: Op): void {
  if (process.life !== 'live') {
    if (process.lived && (op.op === 'exit' || op.op === 'die')) command(process, op);
    return;
  }
  if (process.stopped) process.commands.push(op);
  else obey(world, process, op);
}

/** A process that goes on waits for its children, then obeys what it was told, without the executor's waits in between. */
export function obeyAll(world: World, process: Process): void {
  const { commands, heldBack } = process;
  process.commands = [];
  process.heldBack = undefined;
  if (heldBack !== undefined) takeUp(world, process, heldBack);
  if (process.stopped) {
    process.commands = commands;
    return;
  }
  if (process.spec.waits) collectAll(world, process.slot);
  if (commands.length > 1) world.racing = true;
  if (commands.length > 0) world.obeyed = true;
  for (const op of commands) {
    if (process.life !== 'live') return;
    if (process.stopped) process.commands.push(op);
    else obey(world, process, op);
  }
}

/** Again what the terminal has stopped it for: unless a child has told it something meanwhile, since a handler that runs ends it. */
function takeUp(world: World, process: Process, op: Op): void {
  const changed = world.processes.some(({ parent, life, stopped }) => parent === process.slot && (stopped || life === 'zombie'));
  const handles = process.spec.waits || reactionTo(process, SIGCHLD) >= REACTION.note;
  if (changed && handles) world.unsure ??= 'an actor that the terminal had stopped may have been interrupted by SIGCHLD';
  obey(world, process, op);
}

function obey(world: World, process: Process, op: Op): void {
  if (op.op === 'storm' && world.adopts !== true) world.unsure ??= 'the orphans of a storm may not be the init’s';
  if (op.op === 'fork') forkSlots(world, process, op);
  if (op.op === 'signal') send(world, op, 'actor', process);
  if (op.op === 'setpgid' || op.op === 'setsid') leaveGroup(world, process, op.op);
  if (op.op === 'foreground' || op.op === 'read' || op.op === 'write') useTerminal(world, process, op);
  if (op.op !== 'exit' && op.op !== 'die') return;
  end(world, process, command(process, op));
}

/** Records the command as what ends the process; returns how. */
function command(process: Process, op: Extract<Op, { op: 'exit' | 'die' }>): number {
  const ends = op.op === 'exit' ? op.code : -op.signal;
  process.hits.push({ signal: 0, sender: 'outside', seen: false, unsure: false, recorded: false, ends, stops: false });
  return ends;
}

function forkSlots(world: World, parent: Process, op: { slot: number; count: number }): void {
  for (let i = 0; i < op.count; i++) {
    const process = at(world, op.slot + i);
    const via = process.spec.parent >= 0 ? at(world, process.spec.parent) : undefined;
    if (via?.spec.intermediate) {
      if (!hasRoom(world)) continue;
      begin(world, via, parent);
      if (hasRoom(world)) begin(world, process, via);
      end(world, via, 0);
    } else if (hasRoom(world)) begin(world, process, parent);
  }
}

/** From outside, with a parent there: in a session of its own. */
function enter(world: World, op: { slot: number; count: number }): void {
  eachSlot(world, op, (process) => {
    process.life = 'live';
    process.lived = process.newborn = true;
    process.bornInto = process.group = process.session = process.slot;
    process.parent = OUTSIDE;
    process.user = userOf(world, process, 0);
  });
}

/** A zombie takes room until it is waited for. */
function hasRoom(world: World): boolean {
  if (world.room === Infinity) return true;
  const taken = world.processes.filter(attached);
  const sure = taken.filter(({ life, parent }) => life === 'live' || parent !== INIT).length;
  if (sure < world.room && (taken.length >= world.room || world.racing)) world.unsure ??= 'there may be room for a process, or none';
  return taken.length < world.room;
}

function begin(world: World, process: Process, parent: Process): void {
  process.life = 'live';
  process.lived = true;
  process.newborn = true;
  process.user = userOf(world, process, parent.user);
  process.bornInto = parent.group;
  process.parent = process.spec.cloneParent ? parent.parent : parent.slot;
  process.group = parent.group;
  process.session = parent.session;
  const { group, session, intermediate, slot } = process.spec;
  if (session === 'own' || intermediate) process.session = slot;
  if (session === 'own' || intermediate || group === 'own') process.group = slot;
  else if (typeof group === 'number') join(process, at(world, group));
}

/** setpgid(2): the group must exist in the same session. A process that was reaped leads nowhere. */
function join(process: Process, other: Process): void {
  if (attached(other) && other.session === process.session) process.group = other.group;
}

type SignalOp = Extract<Op, { op: 'signal' }>;

/** Who is meant is settled before anybody takes the signal; then it goes to the init and to the processes one by one. */
function send(world: World, op: SignalOp, sender: 'outside' | 'actor', from?: Process): void {
  const { signal, to } = op;
  const receivers = recipients(world, to, from).filter((process) => process.life !== 'unborn' && maySignal(world, from, process, signal));
  if (to.kind === 'group' && isBeingReaped(world, at(world, to.slot)))
    world.unsure ??= 'a group was named by a process that may have been reaped';
  // All have it before any of them acts on it.
  if (to.kind === 'everybody' && from !== undefined && world.subreaper) world.racing = true;
  if (reachesInit(world, to, from) && maySignal(world, from, INIT, signal))
    receiveWith(world, receivers, signal, sender === 'outside' ? 'outside' : 'inside');
  if (to.kind === 'group') return deliverToAll(world, at(world, to.slot).group, receivers, signal, sender);
  for (const process of receivers) {
    // One that signals its copies in turn, itself among them, may not get to the next.
    if (to.kind === 'process' && from !== undefined && from.life !== 'live') return;
    if (to.kind === 'process' && from?.stopped) world.unsure ??= 'an actor has stopped itself while it signalled others';
    deliver(world, process, signal, sender);
  }
}

/** From within the namespace nobody but a member can signal group 1: kill(2) takes -1 for everybody. */
const canName = (group: number, from: Process | undefined): boolean => from === undefined || !initIsIn(group) || from.group === group;

function reachesInit(world: World, to: OpRecipient, from: Process | undefined): boolean {
  if (to.kind !== 'group') return to.kind === 'init' || (to.kind === 'everybody' && (from === undefined || world.subreaper));
  const process = at(world, to.slot);
  return attached(process) && initIsIn(process.group) && canName(process.group, from);
}

/** Whether the process was or will be waited for in this batch, by somebody who does not wait for whoever names it. */
function isBeingReaped(world: World, process: Process): boolean {
  if (process.life !== 'zombie') return process.life === 'gone' && process.attachedBefore;
  if (process.parent < 0) return process.parent === INIT && !world.init.frozen;
  const parent = at(world, process.parent);
  return parent.continuing && parent.spec.waits;
}

function recipients(world: World, to: OpRecipient, from: Process | undefined): Process[] {
  switch (to.kind) {
    case 'init':
      return [];
    case 'everybody':
      // kill(2): with pid -1 all that the caller may signal, but PID 1, which may be the init, and (on Linux) itself.
      return world.processes.filter((process) => process !== from);
    case 'group': {
      const process = at(world, to.slot);
      return attached(process) && canName(process.group, from) ? reachable(world, process.group) : [];
    }
    default:
      return world.processes.slice(to.slot, to.slot + to.count);
  }
}
