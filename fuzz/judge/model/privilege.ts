/** User ids: who can change to which, and signal whom (kill(2), setuid(2), kernel/signal.c: check_kill_permission). */
import { SIGCONT } from '../../scenario/signals.ts';
import { INIT } from '../../trace/trace.ts';
import type { Process, World } from './world.ts';

/** The user of a process that starts as a child of one of user `former`. */
export const userOf = (world: World, process: Process, former: number): number =>
  former === 0 && world.privileged ? (process.spec.user ?? 0) : former;

/** Whether the sender may signal a process, or the init. Root may all; others their like; SIGCONT all of the session. */
export function maySignal(world: World, from: Process | undefined, to: Process | typeof INIT, signal: number): boolean {
  if (from === undefined) return true;
  const [user, session] = to === INIT ? [world.user, INIT] : [to.user, to.session];
  return (from.user === 0 && world.privileged) || from.user === user || (signal === SIGCONT && from.session === session);
}
