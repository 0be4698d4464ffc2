/**
 * The model: what Linux and a sound init of a contract do with a program. Pure. After each batch of ops it says who lives, is stopped, a
 * zombie or gone, which signals each has seen how often and from whom, and whether the init must have left, and how.
 *
 * Where effects race the answer is what all orders allow: an interval, or a set. Where even that cannot be said the prediction ends
 * early, with the reason in `unsure`.
 */
import { type Op, type Program, startFailure } from '../../compile/program.ts';
import type { Launch } from '../../scenario/scenario.ts';
import { inTakingOrder, SIGCONT, type SignalName, signalName, signalNumber } from '../../scenario/signals.ts';
import { INIT } from '../../trace/trace.ts';
import type { Contract } from '../contract.ts';
import { addsIgnored, unblocks } from '../handed-down.ts';
import { takeInAnyOrder } from './any-order.ts';
import { place } from './birth.ts';
import type { Checkpoint } from './checkpoint.ts';
import { checkpoint } from './checkpoint.ts';
import { collectAll, end } from './end.ts';
import { receive } from './init.ts';
import { perform } from './obey.ts';
import { mayTake, takeEarly, takeUnready } from './early.ts';
import { holdInFailingStart, holdInStart, KILL, opsOfStart } from './held-start.ts';
import type { Hold } from './hold.ts';
import { maySignal, userOf } from './privilege.ts';
import { becomeMain } from './first.ts';
import { passTerminal } from './terminal.ts';
import type { Process, World } from './world.ts';
import { at, attached, isHalted, isHeld, isStop, makeWorld, reaper } from './world.ts';

/** Where the init was seen to do other than its contract says: it passed on a signal or did not, in the batch that ends with the op. */
export interface Divergence {
  op: number;
  signal: number;
  forwards: boolean;
}

export interface Prediction {
  /** PID 1 is main. */
  command?: true;
  /** One for the start (op -1) and one for each settled op, up to the one at which the init leaves. */
  checkpoints: Checkpoint[];
  unsure?: string;
}

/**
 * Simulates the program. It must be one that `compile` made of a scenario without problems. `holds`: where its placements have held the
 * init. `divergences`: what it is taken to do there, whatever the contract says. `threaded`: it has several threads.
 */
export function predict(
  program: Program,
  contract: Contract,
  holds: readonly Hold[] = [],
  divergences: readonly Divergence[] = [],
  threaded = false,
): Prediction {
  const world = makeWorld(program, contract, threaded);
  if (contract.to === 'own-group' && world.subreaper) world.unsure = 'an init that is not PID 1 has left the group of that';
  const held = opsOfStart(program);
  const byContract = world.init.forwards;
  world.init.forwards = forwardsAt(byContract, divergences, held - 1);
  const checkpoints = [startMain(world, program, held, holds)];
  let first = held;
  while (first < program.ops.length && !world.due && !isOver(world) && world.unsure === undefined) {
    let last = first;
    while (last + 1 < program.ops.length && !program.ops[last]?.settle) last++;
    world.init.forwards = forwardsAt(byContract, divergences, last);
    checkpoints.push(settleBatch(world, program.ops, first, last));
    first = last + 1;
  }
  const { unsure } = world;
  const told = unsure !== undefined || isOver(world) ? checkpoints.slice(0, -1) : checkpoints;
  return { checkpoints: told, ...(world.command ? { command: true } : {}), ...(unsure === undefined ? {} : { unsure }) };
}

/** Main has ended, and the contract has the init start it again: nobody says what becomes of the rest meanwhile. */
const isOver = (world: World): boolean =>
  world.contract.starts === 'again' && world.leftUpon === undefined && ['zombie', 'gone'].includes(at(world, 0).life);

const forwardsAt = (forwards: Uint8Array, divergences: readonly Divergence[], op: number): Uint8Array =>
  divergences.reduce((table, one) => (one.op === op ? table.with(one.signal, one.forwards ? 1 : 0) : table), forwards);

function startMain(world: World, program: Program, held: number, holds: readonly Hold[]): Checkpoint {
  for (const process of world.processes) if (process.spec.inherited) inherit(world, process);
  if (world.contract.starts === 'never') return restAtStart(world, program.launch, held);
  if (startFailure(program) !== undefined) {
    failExec(world, program.launch);
    world.due = true;
    holdInFailingStart(world, program, held, holds);
    return checkpoint(world, held - 1, 'start');
  }
  const main = at(world, 0);
  const { child } = world.contract;
  main.life = 'live';
  // Root alone can have a child of another user (setuid(2)).
  main.user = userOf(world, main, world.user === 0 && world.privileged ? (child.user ?? 0) : world.user);
  if (world.contract.becomes === 'command') return becomeMain(world, program);
  main.session = child.session === 'own' ? 0 : INIT;
  main.group = child.group === 'own' || child.session === 'own' ? 0 : INIT;
  passTerminal(world, program.launch.closed?.includes('stdin') !== true);
  takePending(world, program.launch.pending ?? [], takeEarly(world, program.launch));
  collectAll(world, INIT);
  if (held > 0) holdInStart(world, program, held, holds);
  endArmed(world);
  return checkpoint(world, held - 1, 'start');
}

/** It has no command, whatever it is given: nobody of the scenario lives but whom it has from before, and who enters. */
function restAtStart(world: World, { pending = [], early = [] }: Launch, held: number): Checkpoint {
  if (held > 0) world.unsure ??= 'an init that starts nothing was held in its start';
  checkPending(world, [...pending, ...early.map(({ signal }) => signal)]);
  collectAll(world, INIT);
  return checkpoint(world, held - 1, 'start');
}

/** A child that the init has from before its exec is born into the init's group and session. */
function inherit(world: World, process: Process): void {
  const { exited } = process.spec;
  process.user = process.spec.user ?? 0;
  process.life = exited === undefined ? 'live' : 'zombie';
  process.end = exited;
  process.parent = reaper(world);
  place(world, process);
}

/**
 * What was pending when the init was exec'ed, or has become so before it was ready, it takes then; its child has them blocked until it
 * runs.
 */
function takePending(world: World, names: readonly SignalName[], early: readonly SignalName[]): void {
  const signals = names.map(signalNumber);
  // Of the two the last one that was raised has discarded the other (kernel/signal.c: prepare_signal).
  const taken = signals.filter((signal) => signal !== SIGCONT || !signals.some(isStop));
  taken.push(...early.map(signalNumber));
  if (taken.length > 1) world.racing = true;
  takeInAnyOrder(world, taken);
  checkPending(world, [...names, ...early]);
  // Until it is root the init may signal a set-uid child, whose exec a signal sooner or later finds done.
  const gains = !maySignal(world, INIT, at(world, 0), signalNumber('SIGTERM'));
  const { child } = world.contract;
  for (const signal of taken.sort(inTakingOrder)) {
    // One that is pending for the child is gone when that comes to ignore it (sigaction(2), NOTES).
    const ignores = addsIgnored(child, world.init.rewrites[signal] ?? signal);
    const take = gains || ignores ? mayTake : unblocks(child, signalName(signal)) ? takeUnready : takeAtStart;
    take(world, signal);
  }
}

const takeAtStart = (world: World, signal: number): void => receive(world, signal, 'inside');

/** What the child gets before its exec fails may end it instead, and what the init gets may stop that. */
function failExec(world: World, { command, early, pending = [] }: Launch): void {
  if (world.command && command === 'no-process-left') world.unsure ??= 'it starts the command without making a process';
  const { forwards, suspends } = world.init;
  const signals = pending.map(signalNumber);
  const { child } = world.contract;
  const unblocked = pending.some((name) => unblocks(child, name) && forwards[signalNumber(name)]);
  if (early !== undefined || unblocked || (world.subreaper && signals.some((signal) => suspends[signal])))
    world.unsure ??= 'a signal came while the init was to start what cannot be started';
  checkPending(world, pending);
}

/** An init that is not PID 1 may die of what it unblocks. */
function checkPending(world: World, pending: readonly SignalName[]): void {
  if (world.subreaper && pending.some((name) => world.init.deadly[signalNumber(name)]))
    world.unsure ??= 'a signal that ends the init was pending at its start';
  if (pending.some((name) => world.init.endsOn[signalNumber(name)]))
    world.unsure ??= 'a signal upon which the init leaves was pending at its start';
}

function settleBatch(world: World, ops: readonly Op[], first: number, last: number): Checkpoint {
  beginBatch(world, last > first);
  world.sendsMayFail = ops.slice(first, last + 1).some((op) => op.op === 'at' && op.error > 0 && op.call === KILL);
  for (let index = first; index <= last; index++) perform(world, ops[index] as Op);
  endArmed(world);
  const ordered = first === last && ops[first]?.op === 'thaw' && isInOrder(world);
  return checkpoint(world, last, ordered ? 'ordered' : 'unordered');
}

/**
 * Whether nothing happened but what the init took. A parting signal is sent later than all that, whatever its number; and who is made to go
 * on may take what was pending before the init has forwarded the rest.
 */
const isInOrder = ({ obeyed, resumed, due, leftUpon, contract }: World): boolean =>
  !obeyed && resumed === 0 && !(due && (contract.parting !== 'none' || leftUpon !== undefined));

function beginBatch(world: World, racing: boolean): void {
  world.racing = racing;
  world.sent = { stop: false, continue: false };
  world.taken = [];
  world.pressed = [];
  world.forwarded = false;
  world.obeyed = false;
  world.resumed = 0;
  for (const process of world.processes) {
    if (process.hits.length > 0) process.hits = [];
    process.lived = process.life === 'live';
    process.newborn = false;
    process.newOrphan = false;
    process.attachedBefore = attached(process);
    process.stoppedBefore = isHalted(process);
    process.armedBefore = process.armed !== undefined;
  }
}

/** The executor waits for those that leave after a while; a stopped one does so when it goes on. */
function endArmed(world: World): void {
  for (const process of world.processes) {
    if (process.armed !== undefined && process.life === 'live' && !isHeld(process)) end(world, process, process.armed);
  }
}
