/** What a sound init of the contract does: takes signals, forwards them, reaps. */
import { defaultAction, inTakingOrder, isRealTime, SIGCONT, SIGKILL, SIGSTOP, signalName, signalNumber } from '../../scenario/signals.ts';
import { INIT } from '../../trace/trace.ts';
import { takeInAnyOrder } from './any-order.ts';
import { deliver, deliverToAll } from './deliver.ts';
import { stopUpon } from '../farewell.ts';
import { collectAll, seeOff } from './end.ts';
import { maySignal } from './privilege.ts';
import { UNKNOWN } from './tables.ts';
import type { Process, World } from './world.ts';
import { at, attached, noteSent, noteTaken, reachable } from './world.ts';

/**
 * The init receives a signal. From inside the namespace SIGKILL and SIGSTOP do nothing (pid_namespaces(7)); from outside a scenario
 * sends SIGSTOP by `freeze`. While frozen, signals that it takes stay pending; SIGCONT thaws it.
 */
export function receive(world: World, signal: number, from: 'inside' | 'outside'): void {
  noteSent(world, signal);
  if (signal === SIGKILL || signal === SIGSTOP) {
    if (from === 'outside' && signal === SIGSTOP) world.init.frozen = true;
    if (from === 'outside' && signal === SIGKILL) world.unsure ??= 'SIGKILL from outside has reached the init';
    return;
  }
  if (signal === SIGCONT && world.init.frozen) return thaw(world);
  if (world.subreaper && world.init.deadly[signal]) return die(world, signal);
  if (!world.init.frozen) return takeNow(world, signal);
  const { pending, keyed } = world.init;
  // The first one's origin is kept (kernel/signal.c: legacy_queue).
  if (!pending[signal]) keyed[signal] = world.key === signal ? 1 : 0;
  pending[signal] = isRealTime(signal) ? (pending[signal] ?? 0) + 1 : 1;
}

/** The init receives a signal together with others of its group: all have it before any of them, the init among them, acts on it. */
export function receiveWith(world: World, others: readonly Process[], signal: number, from: 'inside' | 'outside'): void {
  if (world.subreaper && world.init.suspends[signal] && others.some(({ slot }) => slot === 0))
    world.unsure ??= 'the init that stops itself may learn of its child’s end first';
  if (world.init.endsOn[signal] && others.length > 0) world.unsure ??= 'a signal upon which the init leaves came to others as well';
  receive(world, signal, from);
}

/** Its parent has ended: the kernel sends what it has asked for (prctl(2), PR_SET_PDEATHSIG), and it is PID 1's child from then on. */
export function orphanInit(world: World): void {
  const { parentDeath } = world.contract.asSubreaper;
  // Its parent is root's, as the init itself is there.
  if (world.user === 0) world.room++;
  if (parentDeath !== 'none') receive(world, signalNumber(parentDeath), 'inside');
}

/** One that stops itself then has done so before what it has forwarded has come to anything. */
function takeNow(world: World, signal: number): void {
  if (world.init.endsOn[signal]) return leaveUpon(world, signal);
  if (world.subreaper && world.init.suspends[signal]) {
    // Of what a thawed init finds it takes SIGCHLD first, and leaves where its child has ended.
    if (world.racing || at(world, 0).life !== 'live') world.unsure ??= 'the init has stopped itself while something else happened';
    world.init.frozen = true;
  }
  forward(world, signal);
}

/** A signal whose default action ends an init that is not PID 1 (signal(7)); what else happens at that moment is open. */
function die(world: World, signal: number): void {
  if (world.init.deadly[signal] === UNKNOWN) world.unsure ??= `nobody knows what ${signalName(signal)} does to the init that is not PID 1`;
  if (world.racing || world.init.frozen || world.due) world.unsure ??= 'the init was killed while something else happened';
  // Whom it has traced goes on, before or after PID 1 has ended all.
  if (world.processes.some(({ traced, parent, life }) => traced && parent === INIT && life === 'live'))
    world.unsure ??= 'the init was killed while it traced a process';
  world.due = true;
  world.killed = signal;
}

/** It leaves by contract, at once or when it has stopped others; what else happens at that moment is open. */
function leaveUpon(world: World, signal: number): void {
  noteTaken(world, signal);
  if (world.racing || world.due) world.unsure ??= 'the init was to leave upon a signal while something else happened';
  world.due = true;
  world.leftUpon = signal;
  const stop = stopUpon(world.contract, signalName(signal));
  if (stop !== undefined) seeOff(world, stop);
}

/** The init goes on: pending stops are dropped by the SIGCONT (prepare_signal), the rest is taken in order of number; then it reaps. */
function thaw(world: World): void {
  const { init } = world;
  init.frozen = false;
  const waiting: number[] = [];
  for (let signal = 1; signal <= 64; signal++) {
    const count = signal === SIGCONT ? 1 : defaultAction(signal) === 'stop' ? 0 : (init.pending[signal] ?? 0);
    if (count > 0) noteTaken(world, signal);
    for (let i = 0; i < count; i++) if (init.forwards[signal] || init.endsOn[signal]) waiting.push(signal);
    init.pending[signal] = 0;
  }
  waiting.sort(inTakingOrder);
  if (waiting.length > 1) world.racing = true;
  takeInAnyOrder(world, waiting);
  for (const signal of waiting) {
    if (init.endsOn[signal]) leaveUpon(world, signal);
    else forwardThawed(world, signal);
  }
  collectAll(world, INIT);
  for (const process of world.processes) if (process.parent === INIT) process.unclear = false;
}

/** What a key press has made, and the child has got by itself, need not come once more. */
function forwardThawed(world: World, signal: number): void {
  const { sendsMayFail, init } = world;
  if (init.keyed[signal]) world.sendsMayFail = true;
  init.keyed[signal] = 0;
  forward(world, signal);
  world.sendsMayFail = sendsMayFail;
}

function forward(world: World, signal: number): void {
  noteTaken(world, signal);
  if (!world.init.forwards[signal]) return;
  world.forwarded = true;
  const main = at(world, 0);
  const sent = world.init.rewrites[signal] ?? signal;
  const mayReach = (process: Process): boolean => maySignal(world, INIT, process, sent);
  if (world.key === sent && mayReach(main)) world.pressed.push(sent);
  if (world.contract.to === 'child') {
    if (mayReach(main)) deliver(world, main, sent, 'init');
    return;
  }
  const group = world.contract.to === 'own-group' ? reachable(world, INIT) : inMainsGroup(world, main);
  deliverToAll(world, main.group, (group.includes(main) ? group : [main, ...group]).filter(mayReach), sent, 'init');
}

/** Where its child has just ended, also those that its parting signal has ended: it may have forwarded before it knew. */
const inMainsGroup = (world: World, main: Process): Process[] =>
  world.due ? world.processes.filter((p) => p.group === main.group && (attached(p) || p.lived)) : reachable(world, main.group);
