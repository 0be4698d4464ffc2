/**
 * Processes that are traced by their parent (ptrace(2), PTRACE_TRACEME): a signal stops them before they take it (kernel/signal.c:
 * ptrace_signal), and their tracer is told, which here never lets them go on while it lives.
 */
import { REACTION } from '../../compile/program.ts';
import { SIGCHLD } from '../../scenario/signals.ts';
import { act, deliver, goOn, hit, pend, take } from './deliver.ts';
import { waitsNow } from './end.ts';
import type { Hit, Process, Sender, World } from './world.ts';
import { at, isHalted, isHeld, reactionTo } from './world.ts';

/** A traced process is stopped by the signal, and its tracer told; one that is held already keeps it. */
export function trapBy(world: World, process: Process, signal: number, sender: Sender): void {
  if (isHeld(process) || process.continuing) pend(world, process, signal, sender);
  else take(world, process, signal, sender);
}

/** It stops before it takes the signal that is noted; what its tracer waits for then is done with. */
export function trap(world: World, process: Process, noted: Hit): void {
  if (process.life !== 'live') return;
  process.trap = { hit: noted, waited: false, sure: !world.racing };
  tellParent(world, process);
  if (process.parent >= 0 && waitsNow(at(world, process.parent))) process.trap.waited = true;
}

/** A traced parent is stopped by the SIGCHLD that tells it of a child's end or stop; to others that does nothing which is followed. */
export function tellParent(world: World, { parent, traced, life }: Process): void {
  const told = parent >= 0 ? at(world, parent) : undefined;
  if (told?.traced !== true || told.life !== 'live') return;
  if (reactionTo(told, SIGCHLD) !== REACTION.ignore) deliver(world, told, SIGCHLD, 'kernel');
  else if (traced && life === 'zombie') world.unsure ??= 'one that ignores SIGCHLD and is traced has lost a child that it traced';
}

/**
 * The tracer of the process ends, and so lets go of it: the signal that has stopped it is taken first, unless that has waited for the stop,
 * then what came meanwhile (kernel/ptrace.c: exit_ptrace).
 */
export function letGo(world: World, process: Process): void {
  const { trap: stopped, pending } = process;
  process.traced = false;
  process.trap = undefined;
  if (stopped === undefined || process.life !== 'live') return;
  if (!stopped.sure || process.hits.includes(stopped.hit)) world.unsure ??= 'what has stopped a traced process first is open';
  if (process.heldBack !== undefined) world.unsure ??= 'a traced process may begin anew what the terminal has stopped it for';
  // The handler that would have it wait for its children has not run.
  if (stopped.waited && stopped.hit.signal === SIGCHLD) world.unsure ??= 'a traced process has missed a SIGCHLD';
  process.pending = pending.map(({ signal, hits }) => ({ signal, hits: hits.map((one) => anew(world, process, one)) }));
  if (!stopped.waited) act(world, process, anew(world, process, stopped.hit));
  if (process.life === 'live' && !isHalted(process)) goOn(world, process, [], 'before');
}

/**
 * The thread that traces the children of the process ends, and the process goes on: the tracer is a thread (ptrace(2), "tracer thread").
 */
export function letGoOfChildren(world: World, { slot }: Process): void {
  for (const child of world.processes.filter(({ traced, parent }) => traced && parent === slot)) {
    if (child.life === 'zombie') world.unsure ??= 'a traced zombie may have gone with the thread that traced it';
    letGo(world, child);
  }
}

/** What was noted of a signal to a traced process, for one that is traced no more. */
const anew = (world: World, process: Process, { signal, sender }: Hit): Hit => hit(world, process, signal, sender, false);
