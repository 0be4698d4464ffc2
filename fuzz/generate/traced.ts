/** An actor has itself traced by its parent, and mostly gets a signal then, which stops it. */
import { affect, anyLiving, type Draft, isMain, type Member } from './cast.ts';
import { chance, choices, choose } from './draw.ts';
import { isOrphan } from './dying.ts';
import { drawCatchable, drawSignal } from './signals.ts';
import { WEIGHTS } from './weights.ts';

const WHICH = choices(WEIGHTS.traced);
const SUITS = { main: isMain, orphan: isOrphan, any: () => true };

export function traceme(draft: Draft): void {
  const { random, leaning } = draft;
  const suits = SUITS[choose(random, WHICH)];
  const member = anyLiving(draft, (one) => suits(one) && mayBeTraced(one)) ?? anyLiving(draft, mayBeTraced);
  if (member === undefined) return;
  member.traced = true;
  draft.steps.push({ traceme: member.name });
  if (!chance(random, WEIGHTS.trappedPercent)) return;
  const byInit = isMain(member) && chance(random, WEIGHTS.trappedByInitPercent);
  const signal = byInit ? drawCatchable(random, leaning) : drawSignal(random, leaning);
  affect(member, signal);
  draft.steps.push({ signal: { signal, to: byInit ? 'init' : member.name } });
}

const mayBeTraced = (member: Member): boolean => !member.traced && !member.stopped && member.actor.leaderEnds !== true && !isSetuid(member);

const isSetuid = ({ actor, parent }: Member): boolean => actor.setuid === true || (parent !== undefined && isSetuid(parent));
