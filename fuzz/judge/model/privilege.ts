/** User ids: who can change to which, and signal whom (kill(2), setuid(2), kernel/signal.c: check_kill_permission). */
import { SIGCONT } from '../../scenario/signals.ts';
import { INIT } from '../../trace/trace.ts';
import type { Process, World } from './world.ts';

/** The user of a process that starts as a child of one of user `former`. */
export function userOf(world: World, { spec }: Process, former: number): number {
  if (spec.setuid && world.gains) return 0;
  return former === 0 && world.privileged ? (spec.user ?? 0) : former;
}

/** Whether the sender, `undefined` for outside, may signal a process, or the init. Root may all; others their like; SIGCONT all of the session. */
export function maySignal(world: World, from: Process | typeof INIT | undefined, to: Process | typeof INIT, signal: number): boolean {
  if (from === undefined) return true;
  if (to !== INIT && to.newborn && to.spec.setuid && world.gains) world.unsure ??= 'a process was signalled that may not be root yet';
  const [sender, senders] = idsOf(world, from);
  const [user, session] = idsOf(world, to);
  return (sender === 0 && world.privileged) || sender === user || (signal === SIGCONT && senders === session);
}

const idsOf = (world: World, who: Process | typeof INIT): [user: number, session: number] =>
  who === INIT ? [world.user, INIT] : [who.user, who.session];
