/**
 * The start of a command that is PID 1 itself, since who was to start it has become it by execve(2): its children, ids and what is pending
 * stay over that; what it handles itself it takes, and else nothing (pid_namespaces(7)). Nobody holds it on its way there (judge.ts).
 */
import { type Program, REACTION } from '../../compile/program.ts';
import { defaultAction, SIGKILL, SIGSTOP, signalNumber } from '../../scenario/signals.ts';
import type { Launch } from '../../scenario/scenario.ts';
import { INIT, OUTSIDE } from '../../trace/trace.ts';
import { type Checkpoint, checkpoint } from './checkpoint.ts';
import { at, reactionTo, type Sender, type World } from './world.ts';

/** Main lives, as PID 1. */
export function becomeMain(world: World, { launch }: Program): Checkpoint {
  const main = at(world, 0);
  main.parent = OUTSIDE;
  main.session = main.group = INIT;
  // Nobody tells main of children that died before its exec. It may reap them when it reaps another one.
  for (const process of world.processes) if (process.spec.inherited && process.life === 'zombie') process.unclear = main.spec.waits;
  takeAtStart(world, launch);
  return checkpoint(world, -1, 'start');
}

/** What was pending at the exec, or came before main was ready, main takes if nobody has dropped it on the way. */
function takeAtStart(world: World, { pending = [], early = [] }: Launch): void {
  if (pending.length + early.length === 0) return;
  world.racing = true;
  at(world, 0).lived = true;
  for (const name of pending) mayTake(world, signalNumber(name), 'actor');
  for (const { signal } of early) mayTake(world, signalNumber(signal), 'outside');
}

function mayTake(world: World, signal: number, sender: Sender): void {
  const main = at(world, 0);
  const reaction = reactionTo(main, signal);
  if (signal === SIGKILL || signal === SIGSTOP || world.subreaper)
    world.unsure ??= 'a signal came while main started that may have ended or stopped it';
  // A shell may handle it, and leave, before it is the command.
  if (defaultAction(signal) === 'terminate' || defaultAction(signal) === 'core') world.mayEnd.push(-signal);
  if (reaction < REACTION.note) return;
  const ends = reaction >= REACTION.exit ? (main.spec.exitCodes[signal] ?? 0) : undefined;
  if (ends !== undefined) world.mayEnd.push(ends);
  main.hits.push({ signal, sender, seen: false, mayBeLost: true, recorded: true, ends, stops: false });
}
