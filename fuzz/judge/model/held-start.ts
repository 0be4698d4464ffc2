/** What happens while the init is held in the course of its start: it races with all that the start brings. */
import type { Op, Program } from '../../compile/program.ts';
import { callNumber } from '../../scenario/calls.ts';
import { INIT } from '../../trace/trace.ts';
import { mayEndBy, takeHeld } from './early.ts';
import type { Hold } from './hold.ts';
import { perform } from './obey.ts';
import { maySignal } from './privilege.ts';
import { at, type World } from './world.ts';

/** The number of kill(2). */
export const KILL = callNumber('kill');

/** How many ops, the first of which is a placement, race with the start. */
export function opsOfStart({ ops }: Program): number {
  return ops[0]?.op === 'at' ? ops.findIndex(({ settle }) => settle) + 1 : 0;
}

/** Before the main child runs a contract may have a failed call be fatal, or go on: it does not say. After that none may be. */
function failInStart(world: World, op: Extract<Op, { op: 'at' }>, hold: Hold | undefined): void {
  if (hold?.ready !== true && hold?.refused === true)
    world.unsure ??= 'the contract does not say whether the init goes on when a call of its start fails';
  world.sendsMayFail ||= op.call === KILL;
}

/** An actor has the user that it will have before it takes a command (native/src/actor/fork.c: become). */
const reaches = (world: World, { from, signal }: Extract<Op, { op: 'signal' }>): boolean =>
  maySignal(world, from < 0 ? undefined : at(world, from), INIT, signal);

/** Performs the first `count` ops. `holds`: where their placements have held the init. */
export function holdInStart(world: World, { launch, ops }: Program, count: number, holds: readonly Hold[]): void {
  let reached = -1;
  world.racing = true;
  at(world, 0).lived = true;
  for (const op of ops.slice(0, count)) {
    if (op.op === 'at') reached++;
    const hold = holds[reached];
    if (op.op === 'at' && op.error > 0) failInStart(world, op, hold);
    if (hold === undefined || op.op !== 'signal' || op.to.kind !== 'init') perform(world, op);
    else if (reaches(world, op)) takeHeld(world, op.signal, hold, launch);
  }
}

/**
 * The same where the command cannot be started: before its exec fails the child may be ended by what the init has forwarded, and by nothing
 * else, since it has no other part.
 */
export function holdInFailingStart(world: World, { ops, launch }: Program, count: number, holds: readonly Hold[]): void {
  let reached = -1;
  for (const op of ops.slice(0, count)) {
    if (op.op === 'at') reached++;
    const hold = holds[reached];
    if (op.op === 'at' && op.error === 0) continue;
    if (op.op === 'at' && reached === 0 && launch.command === undefined) continue;
    if (op.op === 'signal' && op.to.kind === 'init' && hold !== undefined) mayEndBy(world, op.signal, hold);
    else world.unsure ??= 'something else happened while the init was to start what cannot be started';
  }
}
