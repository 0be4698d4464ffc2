/** An init with several threads: each may take one of the signals that are pending for all, so that nobody defines an order (signal(7)). */
import { REACTION } from '../../compile/program.ts';
import { defaultAction } from '../../scenario/signals.ts';
import type { Process, World } from './world.ts';
import { reactionTo } from './world.ts';

/** To be called with what the init takes at once. Nothing certain can be said where one of them ends or stops a process that it may reach. */
export function takeInAnyOrder(world: World, signals: readonly number[]): void {
  if (!world.threaded || signals.length < 2) return;
  const reached = world.contract.to === 'child' ? world.processes.slice(0, 1) : world.processes;
  const sent = signals.filter((signal) => world.init.forwards[signal]).map((signal) => world.init.rewrites[signal] ?? signal);
  if (sent.some((signal) => reached.some((process) => endsOrStops(process, signal))))
    world.unsure ??= 'threads of the init may take what is pending in any order';
}

function endsOrStops(process: Process, signal: number): boolean {
  const reaction = reactionTo(process, signal);
  if (reaction !== REACTION.default) return reaction >= REACTION.exit;
  return ['terminate', 'core', 'stop'].includes(defaultAction(signal));
}
