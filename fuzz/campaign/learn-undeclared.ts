/** Targets of which nobody has said what they promise are asked what they do, before anything is judged. */
import { changed } from '../judge/contract-change.ts';
import { UNDECLARED } from '../judge/plain-contract.ts';
import { habitsOf, sayHabits } from '../learn/habits.ts';
import type { FoundTarget } from './find-target.ts';
import type { Lab } from './lab.ts';
import { learnTarget } from './learn-target.ts';

/** `said`: what it never does, in a sentence without its subject; absent where the target has a contract, or nothing was learnt. */
export interface Habits {
  target: FoundTarget;
  said?: string;
}

export async function withHabits(lab: Lab, target: FoundTarget): Promise<Habits> {
  if (target.contract !== UNDECLARED) return { target };
  const learnt = await learnTarget(lab, target, { idle: false });
  if (learnt.kind === 'not-learnt') return { target };
  return { target: { ...target, contract: changed(UNDECLARED, habitsOf(learnt)) }, said: sayHabits(learnt) };
}
