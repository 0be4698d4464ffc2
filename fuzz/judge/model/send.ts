/** Signals that ops send: who is meant, whom the kernel lets the sender reach, and in which order they come. */
import type { Op, OpRecipient } from '../../compile/program.ts';
import { INIT } from '../../trace/trace.ts';
import { deliver, deliverToAll } from './deliver.ts';
import { receiveWith } from './init.ts';
import { maySignal } from './privilege.ts';
import type { Process, World } from './world.ts';
import { at, attached, initIsIn, isFirst, isHalted, reachable } from './world.ts';

type SignalOp = Extract<Op, { op: 'signal' }>;

/** Who is meant is settled before anybody takes the signal; then it goes to the init and to the processes one by one. */
export function send(world: World, op: SignalOp, sender: 'outside' | 'actor', from?: Process): void {
  const { signal, to } = op;
  const receivers = recipients(world, to, from).filter((process) => process.life !== 'unborn' && maySignal(world, from, process, signal));
  if (to.kind === 'group' && isBeingReaped(world, at(world, to.slot)))
    world.unsure ??= 'a group was named by a process that may have been reaped';
  // All have it before any of them acts on it.
  if (to.kind === 'everybody' && from !== undefined && world.subreaper) world.racing = true;
  if (reachesInit(world, to, from) && maySignal(world, from, INIT, signal))
    receiveWith(world, receivers, signal, sender === 'outside' ? 'outside' : 'inside');
  if (to.kind === 'group') return deliverToAll(world, at(world, to.slot).group, receivers, signal, sender);
  for (const process of receivers) {
    // One that signals its copies in turn, itself among them, may not get to the next.
    if (to.kind === 'process' && from !== undefined && from.life !== 'live') return;
    if (to.kind === 'process' && from !== undefined && isHalted(from))
      world.unsure ??= 'an actor has stopped itself while it signalled others';
    deliver(world, process, signal, sender);
  }
}

/** From within the namespace nobody but a member can signal group 1: kill(2) takes -1 for everybody. */
const canName = (group: number, from: Process | undefined): boolean => from === undefined || group !== INIT || from.group === group;

function reachesInit(world: World, to: OpRecipient, from: Process | undefined): boolean {
  if (world.command) return false;
  if (to.kind !== 'group') return to.kind === 'init' || (to.kind === 'everybody' && (from === undefined || world.subreaper));
  const process = at(world, to.slot);
  return attached(process) && initIsIn(world, process.group) && canName(process.group, from);
}

/** Whether the process may have been waited for, or will be in this batch, by somebody who does not wait for whoever names it. */
function isBeingReaped(world: World, process: Process): boolean {
  if (process.unclear) return true;
  if (process.life !== 'zombie') return process.life === 'gone' && process.attachedBefore;
  if (process.parent < 0) return process.parent === INIT && !world.init.frozen;
  const parent = at(world, process.parent);
  return parent.continuing && parent.spec.waits;
}

function recipients(world: World, to: OpRecipient, from: Process | undefined): Process[] {
  switch (to.kind) {
    case 'init':
      return world.command ? [at(world, 0)] : [];
    case 'everybody':
      // kill(2): with pid -1 all that the caller may signal, but PID 1, which may be the init, and (on Linux) itself.
      return world.processes.filter((process) => process !== from && (from === undefined || !isFirst(world, process)));
    case 'group': {
      const process = at(world, to.slot);
      return attached(process) && canName(process.group, from) ? reachable(world, process.group) : [];
    }
    default:
      return world.processes.slice(to.slot, to.slot + to.count);
  }
}
