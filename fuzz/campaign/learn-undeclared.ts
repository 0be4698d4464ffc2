/** Targets of which nobody has said what they promise are asked what they do, before anything is judged. */
import { availableParallelism } from 'node:os';
import type { Contract } from '../judge/contract.ts';
import { changed } from '../judge/contract-change.ts';
import { isUndeclared, UNDECLARED } from '../judge/plain-contract.ts';
import { habitsOf, sayHabits } from '../learn/habits.ts';
import type { Learnt, NotLearnt } from '../learn/learn.ts';
import type { FoundTarget } from './find-target.ts';
import { withLabFor } from './lab-hours.ts';
import { learnTarget } from './learn-target.ts';

export interface Habits {
  targets: FoundTarget[];
  /** Of each that leaves out what others do: what that is, in a sentence. */
  said: string[];
}

/** Longest time, ms, for one target: people wait that long for a first line. One that takes seconds to start is judged as it is. */
const LEARN_MS = 5000;
/** Runs at a time for each CPU: who waits for a slow start leaves it to others. */
const AT_A_TIME = 4;

/**
 * The targets, with the contracts that they were seen to keep where they have none. It takes some twenty runs of each of these, half a second
 * where it starts at once. Rejects with a HarnessError where this machine cannot run it.
 */
export async function withHabits(targets: readonly FoundTarget[]): Promise<Habits> {
  const habits: Habits = { targets: [], said: [] };
  for (const target of targets) {
    const learnt = isUndeclared(target.contract) ? await learnInTime(target) : undefined;
    const said = learnt?.kind === 'learnt' ? sayHabits(learnt) : undefined;
    habits.targets.push(learnt?.kind === 'learnt' ? { ...target, contract: contractBy(learnt), kind: 'init' } : target);
    if (said !== undefined) habits.said.push(`${target.name} ${said}: what it never does is no finding`);
  }
  return habits;
}

/** Less what is open whatever was seen: variables of its own, and a SIGCONT beside what it passes on. */
function contractBy(learnt: Learnt): Contract {
  const { open, ...contract } = changed(UNDECLARED, habitsOf(learnt));
  return open === undefined ? contract : { ...contract, open: { ...open, environment: true, continues: true } };
}

const learnInTime = (target: FoundTarget): Promise<Learnt | NotLearnt> =>
  withLabFor([target], { ms: LEARN_MS, jobs: AT_A_TIME * availableParallelism() }, (lab) => learnTarget(lab, target, { idle: false }));
