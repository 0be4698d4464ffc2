/** Targets of which nobody has said what they promise are asked what they do, before anything is judged. */
import { changed } from '../judge/contract-change.ts';
import { UNDECLARED } from '../judge/plain-contract.ts';
import { habitsOf, sayHabits } from '../learn/habits.ts';
import type { FoundTarget } from './find-target.ts';
import { withLab } from './lab.ts';
import { learnTarget } from './learn-target.ts';

export interface Habits {
  targets: FoundTarget[];
  /** Of each that was asked what it does always, in a sentence. */
  said: string[];
}

const isUndeclared = ({ contract }: FoundTarget): boolean => contract === UNDECLARED;

/**
 * The targets, with the contracts that they were seen to keep where they have none. It takes some twenty runs of each of these, half a second
 * where it starts at once. Rejects with a HarnessError where this machine cannot run it.
 */
export async function withHabits(targets: readonly FoundTarget[]): Promise<Habits> {
  const asked = targets.filter(isUndeclared);
  if (asked.length === 0) return { targets: [...targets], said: [] };
  const learnt = await withLab(asked, {}, async (lab) => {
    const answers = new Map<FoundTarget, Awaited<ReturnType<typeof learnTarget>>>();
    for (const target of asked) answers.set(target, await learnTarget(lab, target, { idle: false }));
    return answers;
  });
  const said: string[] = [];
  const all = targets.map((target) => {
    const answer = learnt.get(target);
    if (answer?.kind !== 'learnt') return target;
    said.push(`${target.name} ${sayHabits(answer)}: what it never does is no finding`);
    return { ...target, contract: changed(UNDECLARED, habitsOf(answer)) };
  });
  return { targets: all, said };
}
