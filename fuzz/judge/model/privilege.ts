/** User ids: who can change to which, and signal whom (kill(2), setuid(2), kernel/signal.c: check_kill_permission). */
import { SIGCONT } from '../../scenario/signals.ts';
import { INIT } from '../../trace/trace.ts';
import { at, type Process, type World } from './world.ts';

/** The user of a process that starts as a child of one of user `former`. */
export function userOf(world: World, process: Process, former: number): number {
  const { spec } = process;
  if (spec.setuid && mayGain(world, process)) return 0;
  return former === 0 && world.privileged ? (spec.user ?? 0) : former;
}

/** no_new_privs is the init's, and of all that descend from it: whoever enters from outside has it not (PR_SET_NO_NEW_PRIVS(2const)). */
function mayGain(world: World, { spec }: Process): boolean {
  if (world.gains || spec.enters) return true;
  return spec.parent >= 0 && mayGain(world, at(world, spec.parent));
}

/** Whether the sender, `undefined` for outside, may signal a process, or the init. Root may all; others their like; SIGCONT all of the session. */
export function maySignal(world: World, from: Process | typeof INIT | undefined, to: Process | typeof INIT, signal: number): boolean {
  if (from === undefined) return true;
  if (to !== INIT && to.newborn && to.spec.setuid && mayGain(world, to))
    world.unsure ??= 'a process was signalled that may not be root yet';
  const [sender, senders] = idsOf(world, from);
  const [user, session] = idsOf(world, to);
  return (sender === 0 && world.privileged) || sender === user || (signal === SIGCONT && senders === session);
}

const idsOf = (world: World, who: Process | typeof INIT): [user: number, session: number] =>
  who === INIT ? [world.command ? at(world, 0).user : world.user, INIT] : [who.user, who.session];
