/** A move: one step, or a few that belong together. A move for which nobody is left adds nothing. */
import { anyLiving, type Draft, type Member } from './cast.ts';
import { chance, within } from './draw.ts';
import { continueOne, deaths, die, exit, hiddenDeath, killStopped, stop } from './dying.ts';
import type { MoveKind } from './leaning.ts';
import { burst, queue, signalActor, signalEverybody, signalGroup, signalInit, volley } from './sending.ts';
import { traceme } from './traced.ts';
import { forkOne } from './tree.ts';
import { vfork } from './vfork.ts';
import { WEIGHTS } from './weights.ts';

export const MOVES: Record<MoveKind, (draft: Draft) => void> = {
  fork: forkOne,
  exit,
  die,
  signalInit,
  signalActor,
  signalGroup,
  signalEverybody,
  queue,
  burst,
  volley,
  deaths,
  hiddenDeath,
  freeze: toggleFrozen,
  stop: stopAndRest,
  continue: continueOne,
  killStopped,
  setpgid: (draft) => leave(draft, 'setpgid'),
  setsid: (draft) => leave(draft, 'setsid'),
  exec: (draft) => {
    // A stopped one does so when it goes on, with what was sent meanwhile pending.
    const actor = anyLiving(draft);
    if (actor !== undefined) draft.steps.push({ exec: actor.name });
  },
  traceme,
  vfork,
  wait,
};

/** Time in which nothing happens: an init that is done sleeps. */
export function wait(draft: Draft, ms: readonly [number, number] = WEIGHTS.wait): void {
  draft.steps.push({ wait: `${within(draft.random, ms)}ms` });
}

/** Somebody goes into a group or session of its own. What it was in may still be named by it: all that is known of it stays as it was. */
function leave(draft: Draft, how: 'setpgid' | 'setsid'): void {
  const actor = anyLiving(draft, ({ stopped }) => !stopped);
  if (actor !== undefined) draft.steps.push(how === 'setpgid' ? { setpgid: actor.name } : { setsid: actor.name });
}

/** Stops somebody. While `main` is stopped an init may look again and again whether it has gone on. */
function stopAndRest(draft: Draft): void {
  const main = draft.members[0] as Member;
  const before = main.stopped;
  stop(draft);
  if (main.stopped && !before && chance(draft.random, WEIGHTS.waitWhileMainIsStoppedPercent)) wait(draft);
}

/** Freezes the init, or thaws it. */
export function toggleFrozen(draft: Draft): void {
  draft.steps.push(draft.frozen ? { thaw: 'init' } : { freeze: 'init' });
  draft.frozen = !draft.frozen;
}
