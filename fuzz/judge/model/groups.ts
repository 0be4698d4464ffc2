/** Orphaned process groups (kernel/exit.c: will_become_orphaned_pgrp, kill_orphaned_pgrp). */
import { INIT } from '../../trace/trace.ts';
import type { Process, World } from './world.ts';
import { at, initIsIn, isFirst, members } from './world.ts';

/** An init that is not PID 1 is in the group and session of that. */
const groupOf = (world: World, id: number): number => (id < 0 ? INIT : at(world, id).group);
const sessionOf = (world: World, id: number): number => (id < 0 ? INIT : at(world, id).session);

/**
 * Whether no member of the group has its parent in another group of the same session. Zombies do not count, nor does `ignored`. The
 * init's own parent is in another session: it never keeps a group from being orphaned.
 */
export function isOrphaned(world: World, group: number, ignored?: Process): boolean {
  return !members(world, group).some(
    (member) =>
      member !== ignored &&
      member.life === 'live' &&
      groupOf(world, member.parent) !== group &&
      sessionOf(world, member.parent) === member.session,
  );
}

/**
 * Whether it is open if the group of a process is orphaned by now: somebody of its session has ended in this batch. A signal reaches all
 * members of a group before any of them acts on it.
 */
export const mayHaveBeenKept = (world: World, { session }: Process): boolean =>
  world.processes.some((other) => other.session === session && other.lived && other.life !== 'live');

/**
 * Whether the end of a process, or the loss of its parent, orphans its group while that has stopped members: the kernel then sends
 * SIGHUP and SIGCONT to it. A frozen init is such a member too. `former` is the parent that it had; `ending` tells the two apart.
 */
export function orphansStopped(world: World, process: Process, former: number, ending: boolean): boolean {
  if (groupOf(world, former) === process.group || sessionOf(world, former) !== process.session) return false;
  const frozen = initIsIn(world, process.group) && world.init.frozen;
  if (!frozen && !members(world, process.group).some((member) => member.stopped && member.life === 'live')) return false;
  return isOrphaned(world, process.group, ending ? process : undefined);
}

/**
 * setpgid(2) and setsid(2) to an id of its own: the leader of a session is refused both, and a new session who shares its id with a group
 * that there is. Neither orphans a group in the kernel's eyes.
 */
export function leaveGroup(world: World, process: Process, how: 'setpgid' | 'setsid'): void {
  const { slot } = process;
  if (process.session === slot || isFirst(world, process) || (how === 'setsid' && members(world, slot).length > 0)) return;
  process.group = slot;
  if (how === 'setsid') process.session = slot;
}
