/** How processes come to be: forked by an actor, by way of a daemon's intermediate, or from outside. */
import { INIT, OUTSIDE } from '../../trace/trace.ts';
import { end } from './end.ts';
import { userOf } from './privilege.ts';
import type { Process, World } from './world.ts';
import { at, attached, isFirst, reaper } from './world.ts';

type Slots = { slot: number; count: number };

/** The parent forks the processes of these slots, one after the other, as far as there is room. */
export function forkSlots(world: World, parent: Process, op: Slots): void {
  for (let i = 0; i < op.count; i++) {
    const process = at(world, op.slot + i);
    // Of PID 1 the kernel makes no sibling (kernel/fork.c: copy_process).
    if (process.spec.cloneParent && isFirst(world, parent)) continue;
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
export function enter(world: World, { slot, count }: Slots): void {
  for (const process of world.processes.slice(slot, slot + count)) {
    process.life = 'live';
    process.lived = process.newborn = true;
    process.bornInto = process.group = process.session = process.slot;
    process.parent = OUTSIDE;
    process.user = userOf(world, process, 0);
  }
}

/** A zombie takes room until it is waited for. */
function hasRoom(world: World): boolean {
  if (world.room === Infinity) return true;
  const taken = world.processes.filter((process) => attached(process) && !(world.command && process.slot === 0));
  // Whether it was left to that one is open where its parent ended meanwhile.
  const isAdopted = ({ parent, spec }: Process): boolean => parent === reaper(world) && (parent === INIT || spec.parent !== parent);
  const sure = taken.filter((process) => process.life === 'live' || !isAdopted(process)).length;
  if (sure < world.room && (taken.length >= world.room || world.racing)) world.unsure ??= 'there may be room for a process, or none';
  return taken.length < world.room;
}

function begin(world: World, process: Process, parent: Process): void {
  process.life = 'live';
  process.lived = true;
  process.newborn = true;
  process.user = userOf(world, process, parent.user);
  process.bornInto = parent.group;
  joinMains(world, parent.group);
  process.parent = process.spec.cloneParent ? parent.parent : parent.slot;
  if (process.spec.vfork) parent.suspendedFor = process.slot;
  process.group = parent.group;
  process.session = parent.session;
  place(world, process);
}

/** Leads a session or a group of its own, or joins another's, as its attributes say; else it stays where it was born. */
export function place(world: World, process: Process): void {
  const { group, session, intermediate, slot } = process.spec;
  if (session === 'own' || intermediate) process.session = slot;
  if (session === 'own' || intermediate || group === 'own') process.group = slot;
  else if (typeof group === 'number') join(world, process, at(world, group));
}

/** setpgid(2): the group must exist in the same session. A process that was reaped, or is not there yet, leads nowhere. */
function join(world: World, process: Process, other: Process): void {
  if (other.unclear) world.unsure ??= 'a group was joined by a process that may have been reaped';
  if (attached(other) && other.session === process.session) process.group = other.group;
}

/** What the init passes on to its child's group in the same batch may come before or after: while it is held at its kill(2), say. */
function joinMains(world: World, group: number): void {
  const { to } = world.contract;
  const signalled = to === 'group' ? at(world, 0).group : to === 'own-group' ? INIT : undefined;
  if (world.forwarded && group === signalled) world.unsure ??= 'a process was forked into the group to which the init passed a signal on';
}
