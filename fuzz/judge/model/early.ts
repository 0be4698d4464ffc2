/**
 * Signals that come while the init starts. The kernel drops for PID 1 what that has neither blocked nor handled (pid_namespaces(7)); and
 * what the init forwards finds its child before that has made itself ready, with the default action in force. So each may be lost,
 * taken, or the end of the child: all are sound. One that was blocked at the init's exec stays pending, and is due as such.
 */
import { defaultAction, SIGCONT, type SignalName, signalNumber } from '../../scenario/signals.ts';
import type { Early, Launch } from '../../scenario/scenario.ts';
import { REACTION } from '../../compile/program.ts';
import { INIT } from '../../trace/trace.ts';
import type { Hold } from './hold.ts';
import { ignoredIn } from '../handed-down.ts';
import { end } from './end.ts';
import { receive } from './init.ts';
import { maySignal } from './privilege.ts';
import type { Hit, Process, World } from './world.ts';
import { at, isStop, noteSent, noteTaken, reactionTo } from './world.ts';

/** Notes what may come of them; returns those that are as good as pending when the init is exec'ed. */
export function takeEarly(world: World, { early, blocked }: Launch): SignalName[] {
  if (early === undefined) return [];
  race(world);
  const kept = ({ signal }: Early): boolean => blocked?.includes(signal) === true;
  for (const one of early) if (!kept(one)) mayTake(world, signalNumber(one.signal));
  return early.filter(kept).map(({ signal }) => signal);
}

/** What comes next may find the child ended already. */
function race(world: World): void {
  world.racing = true;
  at(world, 0).lived = true;
}

/**
 * A signal that reaches an init which is held in the course of its start. One that it has neither blocked nor handled the kernel drops.
 * Before the child is ready that may be ended by it.
 */
export function takeHeld(world: World, signal: number, { ready, takes }: Hold, launch: Launch): void {
  race(world);
  // Each of the two discards the other while it is pending (kernel/signal.c: prepare_signal).
  if (
    launch.pending?.map(signalNumber).some((other) => (signal === SIGCONT ? isStop(other) : isStop(signal) && other === SIGCONT)) === true
  )
    world.unsure ??= 'a stop or a SIGCONT was pending when the other came';
  const taken = takes.includes(signal);
  if (taken && ready) return receive(world, signal, 'outside');
  const sent = world.init.rewrites[signal] ?? signal;
  // What the child ignores from before its exec comes to nothing. A set-uid child may be root by the time that the init signals it.
  const ignored = [...(launch.ignored ?? []).map(signalNumber), ...ignoredIn(world.contract.child, launch)];
  const reaches = !ignored.includes(sent) && maySignal(world, INIT, at(world, 0), sent);
  mayTake(world, signal, taken && reaches);
}

/**
 * The child may be ended by it, may take it, or may never get it: what is forwarded before the child is ready, where the child's mask does
 * not keep it pending until then. `certain`: the init has it, and so one of the first two.
 */
export function mayTake(world: World, signal: number, certain = false): void {
  race(world);
  if (world.init.endsOn[signal]) world.unsure ??= 'a signal upon which the init leaves came while it started';
  noteSent(world, signal);
  noteTaken(world, signal);
  // Not being PID 1 it is not protected before it is ready.
  if (world.subreaper) world.unsure ??= 'a signal came while an init started that is not PID 1';
  if (!world.init.forwards[signal]) return;
  const sent = world.init.rewrites[signal] ?? signal;
  if (isStop(sent)) world.unsure ??= 'a stop came while the init started';
  const main = at(world, 0);
  const ends = endsBy(main, sent);
  world.mayEnd.push(...ends);
  const recorded = reactionTo(main, sent) >= REACTION.note;
  const hit: Hit = { signal: sent, sender: 'init', seen: false, mayBeLost: true, recorded, ends: ends[0], stops: false };
  // By default it would have done nothing to a child that is not ready.
  if (certain && defaultAction(sent) !== 'ignore' && sent !== SIGCONT) hit.certain = true;
  main.hits.push(hit);
}

/**
 * The init has taken it, and has a child whose mask is empty: the kernel hands it to that at once, ready or not. It may be the end of the
 * child or be taken, and is never lost but where it does nothing by default.
 */
export function takeUnready(world: World, signal: number): void {
  mayTake(world, signal, true);
  const main = at(world, 0);
  const sent = world.init.rewrites[signal] ?? signal;
  const reaction = reactionTo(main, sent);
  const ends = reaction === REACTION.default || reaction >= REACTION.exit;
  if (world.init.forwards[signal] && main.life === 'live' && ends && byDefault(sent).length > 0) end(world, main, -sent);
}

/** The child, which is never ready, may be ended by it. */
export function mayEndBy(world: World, signal: number, { takes }: Hold): void {
  const sent = world.init.rewrites[signal] ?? signal;
  if (!takes.includes(signal) || world.init.forwards[signal] !== 1) return;
  if (isStop(sent)) world.unsure ??= 'a stop came while the init was to start what cannot be started';
  world.mayEnd.push(...endsBy(at(world, 0), sent));
}

/** By the default action, until the child has set what it does; by what it does then. */
function endsBy(main: Process, signal: number): number[] {
  const exits = reactionTo(main, signal) >= REACTION.exit ? [main.spec.exitCodes[signal] ?? 0] : [];
  return [...byDefault(signal), ...exits];
}

/** Minus the signal, where its default action ends a process. */
function byDefault(signal: number): number[] {
  const action = defaultAction(signal);
  return action === 'terminate' || action === 'core' ? [-signal] : [];
}
