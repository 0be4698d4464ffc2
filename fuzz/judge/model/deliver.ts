/** A signal on its way to an actor (kernel/signal.c: prepare_signal, sig_ignored, complete_signal, get_signal). */
import { REACTION } from '../../compile/program.ts';
import { defaultAction, inTakingOrder, isRealTime, SIGCONT, SIGKILL, SIGSTOP } from '../../scenario/signals.ts';
import { end } from './end.ts';
import { isOrphaned, mayHaveBeenKept } from './groups.ts';
import { obeyAll } from './obey.ts';
import { tellParent, trap, trapBy } from './traced.ts';
import type { Hit, Pending, Process, Sender, World } from './world.ts';
import { isFirst, isHalted, isStop, noteSent, reactionTo } from './world.ts';

/** What the signal would do to the process if it took it now. */
type Effect = 'nothing' | 'note' | 'stop' | 'end' | 'end-later' | 'trap';

function effectOf(world: World, process: Process, signal: number): Effect {
  if (signal === SIGKILL) return 'end';
  if (process.traced) return 'trap';
  if (signal === SIGSTOP) return 'stop';
  switch (reactionTo(process, signal)) {
    case REACTION.ignore:
      return 'nothing';
    case REACTION.note:
      return 'note';
    case REACTION.exit:
      return 'end';
    case REACTION.exitLater:
      return 'end-later';
    default:
      return defaultEffect(world, process, signal);
  }
}

function defaultEffect(world: World, process: Process, signal: number): Effect {
  if (isFirst(world, process)) return 'nothing';
  const action = defaultAction(signal);
  if (action === 'stop') return stopsByTerminal(world, process) ? 'stop' : 'nothing';
  return action === 'terminate' || action === 'core' ? 'end' : 'nothing';
}

/** An orphaned group is not stopped by SIGTSTP, SIGTTIN, SIGTTOU (kernel/signal.c: get_signal). */
function stopsByTerminal(world: World, process: Process): boolean {
  if (!isOrphaned(world, process.group)) return true;
  if (mayHaveBeenKept(world, process)) world.unsure ??= 'a stop came while the group was orphaned';
  return false;
}

/** Sends a signal to all of a group at once: every member has it before any of them acts on it (kernel/signal.c: __kill_pgrp_info). */
export function deliverToAll(world: World, group: number, processes: readonly Process[], signal: number, sender: Sender): void {
  if (world.processes.some((process) => process.newborn && process.bornInto === group && process.group !== group))
    world.unsure ??= 'a group was signalled that a process may not have left yet';
  if (signal === SIGCONT && processes.length > 1 && processes.some(({ stopped, heldBack }) => stopped && heldBack !== undefined))
    world.unsure ??= 'one that goes on and is stopped again by the terminal stops others of its group, before or after they have run';
  if (signal === SIGCONT) for (const process of processes) wake(process);
  for (const process of processes) deliver(world, process, signal, sender);
}

function wake(process: Process): void {
  if (!process.stopped) return;
  process.continuing = true;
  process.stopped = false;
}

/**
 * Sends a signal to an actor. It is recorded as a hit also where it no longer finds the process alive, if that lived at the batch's start.
 */
export function deliver(world: World, process: Process, signal: number, sender: Sender): void {
  noteSent(world, signal);
  // Whoever forked it goes on without waiting for it, and knows no pid of it before it has started.
  if (process.newborn) world.unsure ??= 'a process was signalled that may not have started';
  if (process.life !== 'live') {
    if (process.lived) hit(world, process, signal, sender, false);
    return;
  }
  if (isStop(signal)) drop(process, (pending) => pending === SIGCONT);
  // What nobody can handle comes to PID 1 from outside alone (pid_namespaces(7)).
  if ((signal === SIGKILL || signal === SIGSTOP) && sender !== 'outside' && isFirst(world, process)) return;
  if (signal === SIGCONT) {
    drop(process, isStop);
    if (process.traced) return trapBy(world, process, signal, sender);
    if (process.suspendedFor !== undefined) return pendWhileSuspended(world, process, signal, sender);
    // A handled SIGCONT is pending while the process goes on, and is taken in order of its number with what was pending before.
    return resume(world, process, sender);
  }
  if (process.suspendedFor !== undefined && signal !== SIGKILL) return pendWhileSuspended(world, process, signal, sender);
  if (effectOf(world, process, signal) === 'nothing' && (isFirst(world, process) || !keepsWhileStopped(process, signal))) return;
  if ((isHalted(process) || process.continuing) && signal !== SIGKILL) return pend(world, process, signal, sender);
  take(world, process, signal, sender);
}

/** A stopped process keeps a signal whose default action would stop it, though its group is orphaned: that is looked at when taken. */
const keepsWhileStopped = (process: Process, signal: number): boolean =>
  process.stopped && isStop(signal) && reactionTo(process, signal) === REACTION.default;

/** Who has made one by vfork has all signals blocked meanwhile. A stop that it takes first, and what comes with it, is left open. */
function pendWhileSuspended(world: World, process: Process, signal: number, sender: Sender): void {
  if (isStop(signal)) world.unsure ??= 'a stop came to a process that was suspended';
  if (effectOf(world, process, signal) !== 'nothing') pend(world, process, signal, sender);
}

function drop(process: Process, which: (signal: number) => boolean): void {
  process.pending = process.pending.filter(({ signal }) => !which(signal));
}

/** It keeps the signal until it goes on. */
export function pend(world: World, process: Process, signal: number, sender: Sender): void {
  const noted = hit(world, process, signal, sender, false);
  const merged = isRealTime(signal) ? undefined : process.pending.find((pending) => pending.signal === signal);
  if (merged === undefined) process.pending.push({ signal, hits: [noted] });
  else merged.hits.push(noted);
}

/** SIGCONT: a stopped process goes on. */
function resume(world: World, process: Process, sender: Sender): void {
  if (sender === 'init' && world.sendsMayFail) world.unsure ??= 'a SIGCONT may not have been sent';
  const handled = reactionTo(process, SIGCONT) !== REACTION.default && reactionTo(process, SIGCONT) !== REACTION.ignore;
  if (!process.stopped && !process.continuing) {
    if (handled) take(world, process, SIGCONT, sender);
    return;
  }
  process.stopped = process.continuing = false;
  tellParent(world, process);
  goOn(world, process, handled ? [{ signal: SIGCONT, hits: [hit(world, process, SIGCONT, sender, false)] }] : [], 'before');
}

/** Who waits for what it has made by vfork goes on, since that is another program, or has ended: first with what it was told meanwhile. */
export function resumeMaker(world: World, made: Process): void {
  const maker = world.processes.find(({ suspendedFor }) => suspendedFor === made.slot);
  if (maker === undefined) return;
  maker.suspendedFor = undefined;
  goOn(world, maker, [], 'after');
}

/** Takes what was pending, and `more`, in order of number, then what it was told meanwhile. */
export function goOn(world: World, process: Process, more: Pending[], waits: 'before' | 'after'): void {
  world.resumed++;
  const waiting = [...process.pending, ...more];
  process.pending = [];
  waiting.sort((a, b) => inTakingOrder(a.signal, b.signal));
  for (const pending of waiting) release(world, process, pending);
  // A handler that runs interrupts it for good.
  if (waiting.some(({ signal }) => reactionTo(process, signal) >= REACTION.note)) process.heldBack = undefined;
  if (process.life === 'live' && !isHalted(process)) obeyAll(world, process, waits);
}

/** Takes what was pending, or leaves it so where one before has stopped the process again. */
function release(world: World, process: Process, pending: Pending): void {
  pending.hits = pending.hits.map((noted) => again(process, noted));
  if (isHalted(process)) process.pending.push(pending);
  else act(world, process, pending.hits[0] as Hit);
}

/** What was noted in an earlier batch counts for this one. */
function again(process: Process, noted: Hit): Hit {
  if (process.hits.includes(noted)) return noted;
  const copy = { ...noted };
  process.hits.push(copy);
  return copy;
}

/** The process takes the signal. */
export function take(world: World, process: Process, signal: number, sender: Sender): void {
  if (effectOf(world, process, signal) !== 'nothing') act(world, process, hit(world, process, signal, sender, false));
}

export function act(world: World, process: Process, noted: Hit): void {
  const { signal } = noted;
  const effect = effectOf(world, process, signal);
  if (effect === 'trap') return trap(world, process, noted);
  noted.seen = process.life === 'live' && effect !== 'nothing';
  if (!noted.seen) return;
  if (effect === 'stop') stop(world, process);
  if (effect === 'end-later') process.armed ??= process.spec.exitCodes[signal] ?? 0;
  if (effect === 'end') end(world, process, endBy(process, signal));
}

function stop(world: World, process: Process): void {
  process.stopped = true;
  tellParent(world, process);
}

/** How the signal ends the process: with a code where its reaction says so. */
function endBy(process: Process, signal: number): number {
  return reactionTo(process, signal) >= REACTION.exit && signal !== SIGKILL ? (process.spec.exitCodes[signal] ?? 0) : -signal;
}

/** Notes that the signal has reached the process, and what it would do. */
export function hit(world: World, process: Process, signal: number, sender: Sender, seen: boolean): Hit {
  const effect = effectOf(world, process, signal);
  const noted: Hit = {
    signal,
    sender,
    seen,
    mayBeLost: sender === 'init' && world.sendsMayFail,
    recorded: signal !== SIGKILL && effect !== 'trap' && reactionTo(process, signal) >= REACTION.note,
    ends: effect === 'end' || effect === 'end-later' ? endBy(process, signal) : undefined,
    stops: effect === 'stop' || effect === 'trap',
  };
  if (noted.mayBeLost && (noted.ends !== undefined || noted.stops)) world.unsure ??= 'a signal that ends or stops may not have been sent';
  process.hits.push(noted);
  return noted;
}
