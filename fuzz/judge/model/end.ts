/** The end of a process: who inherits its children, who reaps it, what it means for the init. */
import { REACTION } from '../../compile/program.ts';
import { SIGCHLD, SIGCONT } from '../../scenario/signals.ts';
import { INIT, OUTSIDE } from '../../trace/trace.ts';
import { type Farewell, partingOf } from '../farewell.ts';
import { deliverToAll, resumeMaker } from './deliver.ts';
import { orphansStopped } from './groups.ts';
import { receive } from './init.ts';
import { maySignal } from './privilege.ts';
import { loseLeader } from './terminal.ts';
import { letGo, tellParent } from './traced.ts';
import type { End, Process, World } from './world.ts';
import { at, attached, initIsIn, isHeld, members, reactionTo, reaper } from './world.ts';

const SIGHUP = 1;

/** Ends a living process. */
export function end(world: World, process: Process, how: End): void {
  process.life = 'zombie';
  process.end = how;
  if (world.command && process.slot === 0) return endCommand(world, how);
  process.stopped = process.continuing = false;
  process.suspendedFor = undefined;
  process.armed = undefined;
  process.pending = [];
  process.commands = [];
  process.heldBack = undefined;
  process.trap = undefined;
  loseLeader(world, process);
  const children = world.processes.filter(({ parent }) => parent === process.slot);
  for (const child of children) inherit(world, child, process);
  for (const child of children) if (child.traced) letGo(world, child);
  if (orphansStopped(world, process, process.parent, true)) hangUp(world, process.group);
  tellParent(world, process);
  collect(world, process);
  resumeMaker(world, process);
}

/** The end of main is all there is to see: with PID 1, and with the warden who waits for another one, all others are killed (pid_namespaces(7)). */
function endCommand(world: World, how: End): void {
  world.due = true;
  if (how < 0) world.killed = -how;
}

/**
 * The nearest living ancestor that is a subreaper; else the init, or PID 1, where that is somebody else and the init is none
 * (kernel/exit.c: find_new_reaper).
 */
function reaperFor(world: World, { parent }: Process): number {
  let slot = parent;
  for (; slot >= 0; slot = at(world, slot).parent) {
    const { spec, life } = at(world, slot);
    if (spec.subreaper && life === 'live') return slot;
  }
  // Of one that has entered, or that PID 1 has adopted, an init that is not PID 1 is no ancestor.
  if (slot === OUTSIDE) return world.subreaper ? OUTSIDE : reaper(world);
  return world.adopts === true ? reaper(world) : OUTSIDE;
}

/** Who adopts a child of the one that ended (kernel/exit.c: reparent_leader, for zombies too). */
function inherit(world: World, child: Process, former: Process): void {
  // A zombie that it traced goes with a tracer that ignores SIGCHLD (kernel/ptrace.c: __ptrace_detach).
  if (child.traced && child.life === 'zombie' && reactionTo(former, SIGCHLD) === REACTION.ignore) child.life = 'gone';
  child.parent = reaperFor(world, former);
  child.newOrphan = child.parent !== INIT;
  // In a race it may have ended after its parent, and be left to who does not wait: for a frozen init until that is thawed.
  const left = child.newOrphan || (world.racing && world.init.frozen);
  if (left && child.life === 'gone' && child.lived) child.unclear = true;
  if (attached(child) && orphansStopped(world, child, former.slot, false)) hangUp(world, child.group);
  if (child.life !== 'zombie') return;
  tellParent(world, child);
  collect(world, child);
}

function hangUp(world: World, group: number): void {
  // What comes at once with a SIGCONT may find nobody stopped any more.
  if (world.resumed > 1 || (world.racing && world.sent.continue))
    world.unsure ??= 'a group was orphaned while its members were made to go on';
  for (const signal of [SIGHUP, SIGCONT]) {
    if (initIsIn(world, group)) receive(world, signal, 'inside');
    deliverToAll(world, group, members(world, group), signal, 'kernel');
  }
}

/** Whoever is its parent waits for it, if and when it can. */
export function collect(world: World, process: Process): void {
  if (process.parent === INIT) {
    if (!world.init.frozen) initReaps(world, process);
    return;
  }
  if (process.spec.enters) {
    process.life = 'gone';
    return;
  }
  // The PID 1 that the executor puts there waits for nobody but the init.
  if (process.parent === OUTSIDE) {
    process.unclear ||= process.newOrphan && process.lived;
    if (world.adopts === 'unknown') world.unsure ??= 'nobody knows whether the init has adopted an orphan';
    return;
  }
  const parent = at(world, process.parent);
  // One that is traced waits for its tracer, whatever that thinks of SIGCHLD (kernel/signal.c: do_notify_parent).
  const reaped = (reactionTo(parent, SIGCHLD) === REACTION.ignore && !process.traced) || waitsNow(parent);
  // Its former parent, which has ended by the same event, may have waited for it before.
  if (reaped) process.life = 'gone';
  else process.unclear ||= process.newOrphan && process.lived;
}

/** Whether an actor waits for its children and is about to do so, or has just done so. */
export const waitsNow = (parent: Process): boolean =>
  parent.spec.waits && reactionTo(parent, SIGCHLD) !== REACTION.ignore && !isHeld(parent) && !parent.obeying && parent.life === 'live';

/** When a process goes on it waits for what has ended meanwhile, or has been stopped for it as its tracer. */
export function collectAll(world: World, parent: number): void {
  for (const process of world.processes) {
    if (process.parent !== parent) continue;
    if (process.life === 'zombie') collect(world, process);
    if (process.trap !== undefined && parent >= 0 && reactionTo(at(world, parent), SIGCHLD) !== REACTION.ignore) process.trap.waited = true;
  }
}

function initReaps(world: World, process: Process): void {
  process.unclear = false;
  process.life = 'gone';
  const before = world.due;
  world.due ||= at(world, 0).life === 'gone' && !mayStay(world);
  const parting = partingOf(world.contract);
  if (process.slot === 0 && !before && parting !== undefined) seeOff(world, parting);
}

/** What the init does at its end to those that live on. */
export function seeOff(world: World, { signal, to, grace }: Farewell): void {
  const main = at(world, 0);
  world.grace = grace;
  const meant = to === 'child' ? [main] : to === 'group' ? members(world, main.group) : world.processes.filter(attached);
  if (to === 'everybody' && world.subreaper) world.unsure ??= 'an init that is not PID 1 has signalled all that it may';
  deliverToAll(
    world,
    main.group,
    meant.filter((process) => maySignal(world, INIT, process, signal)),
    signal,
    'init',
  );
}

/** Whether its contract has it stay for children that it has beside the main one. */
const mayStay = ({ contract, processes }: World): boolean =>
  contract.leaves === 'when-empty' && processes.some((process) => process.parent === INIT && attached(process));
