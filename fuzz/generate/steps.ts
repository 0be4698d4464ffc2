/** The steps: forks, then moves, then an ending. */
import type { Random } from 'fast-check';
import type { Draft } from './cast.ts';
import { chance, choices, choose, within } from './draw.ts';
import { drawEnding } from './endings.ts';
import { MOVES, wait } from './moves.ts';
import { storm } from './sending.ts';
import { terminalMove } from './terminal.ts';
import { drawActorCount, forkOne, inheritSome } from './tree.ts';
import { WEIGHTS } from './weights.ts';

const OF = WEIGHTS.steps;
const COUNT = choices(OF.count);
/** Actors in all: names are single letters, and trees with more are hard to read. */
const MOST_ACTORS = 20;

/** Adds the steps, and the actors that they fork. */
export function drawSteps(draft: Draft): void {
  inheritSome(draft);
  const count = drawCount(draft.random);
  if (count > 0) {
    fork(draft, Math.min(count, drawActorCount(draft.random)));
    move(draft, count - 1);
  }
  if (chance(draft.random, WEIGHTS.stormPercent)) storm(draft);
  if (chance(draft.random, WEIGHTS.lateWaitPercent))
    wait(draft, chance(draft.random, WEIGHTS.longWaitPercent) ? WEIGHTS.longWait : WEIGHTS.wait);
  drawEnding(draft);
  if (chance(draft.random, OF.afterEndPercent)) move(draft, draft.steps.length + within(draft.random, OF.few));
}

function drawCount(random: Random): number {
  const how = choose(random, COUNT);
  return how === 'none' ? 0 : within(random, OF[how]);
}

function fork(draft: Draft, actors: number): void {
  for (let n = 0; n < actors; n++) if (chance(draft.random, WEIGHTS.tree.forkedFirstPercent)) forkOne(draft);
}

/** Moves until there are `count` steps. Bounded: a swarm scenario may lean on moves for which nobody is left. */
function move(draft: Draft, count: number): void {
  for (let turns = 2 * count; turns > 0 && draft.steps.length < count; turns--) {
    const kind = choose(draft.random, draft.leaning.moves);
    if (kind !== 'fork' || draft.members.length < MOST_ACTORS) MOVES[kind](draft);
    if (draft.terminal && chance(draft.random, WEIGHTS.terminalMovePercent)) terminalMove(draft);
  }
}
