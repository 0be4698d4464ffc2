/**
 * What a scenario leans on. A uniform one draws from everything; a swarm one from a few signals, moves and reactions that are drawn
 * once for it (Groce et al., "Swarm testing", 2012): most faults need the same thing several times, or the absence of another.
 */
import type { Random } from 'fast-check';
import type { SignalName } from '../scenario/signals.ts';
import { type Choices, chance, choices, subset, within } from './draw.ts';
import { drawAnySignal } from './signals.ts';
import { WEIGHTS } from './weights.ts';

export type MoveKind = keyof typeof WEIGHTS.move;
export type ReactionKind = keyof typeof WEIGHTS.reaction;

export interface Leaning {
  /** Empty for a uniform scenario. */
  signals: readonly SignalName[];
  moves: Choices<MoveKind>;
  reactions: Choices<ReactionKind>;
}

const UNIFORM: Leaning = { signals: [], moves: choices(WEIGHTS.move), reactions: choices(WEIGHTS.reaction) };

/** What the next scenario leans on; on a few things in `percent` of them. */
export function drawLeaning(random: Random, percent: number): Leaning {
  if (!chance(random, percent)) return UNIFORM;
  const signals: SignalName[] = [];
  for (let n = within(random, WEIGHTS.swarm.signals); n > 0; n--) signals.push(drawAnySignal(random));
  const moves = subset(random, WEIGHTS.move, UNIFORM.moves, within(random, WEIGHTS.swarm.moves));
  const reactions = subset(random, WEIGHTS.reaction, UNIFORM.reactions, within(random, WEIGHTS.swarm.reactions));
  return { signals, moves, reactions };
}
