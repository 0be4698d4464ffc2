/** What an actor does upon signals. */
import type { Random } from 'fast-check';
import type { Reaction, Reactions } from '../scenario/scenario.ts';
import { chance, choices, choose, within } from './draw.ts';
import type { Leaning, ReactionKind } from './leaning.ts';
import { drawCatchable, drawCode } from './signals.ts';
import { WEIGHTS } from './weights.ts';

const MAIN = choices(WEIGHTS.main);
const OTHERS = choices(WEIGHTS.others);
const UPON_SIGCHLD = choices(WEIGHTS.sigchld);

/** The reactions of an actor, or `undefined` where it leaves all at their default. */
export function drawReactions(random: Random, leaning: Leaning, isMain: boolean): Reactions | undefined {
  const how = choose(random, isMain ? MAIN : OTHERS);
  const on: Reactions = {};
  if (how === 'notesAll' || how === 'notesAllBut') on.all = 'note';
  if (how === 'ignoresAll') on.all = 'ignore';
  if (how === 'some' || how === 'notesAllBut') addSome(random, leaning, on);
  if (chance(random, WEIGHTS.sigchldPercent)) on.SIGCHLD = choose(random, UPON_SIGCHLD);
  for (const _ in on) return on;
  return undefined;
}

function addSome(random: Random, leaning: Leaning, on: Reactions): void {
  for (let n = within(random, WEIGHTS.reactions); n > 0; n--) {
    const signal = drawCatchable(random, leaning);
    if (signal !== 'SIGCHLD') on[signal] = REACTION[choose(random, leaning.reactions)](random);
  }
}

const REACTION: Record<ReactionKind, (random: Random) => Reaction> = {
  default: () => 'default',
  ignore: () => 'ignore',
  note: () => 'note',
  exit: (random) => ({ exit: drawCode(random) }),
  exitLater: (random) => ({ exit: drawCode(random), after: `${within(random, WEIGHTS.after)}ms` }),
};
