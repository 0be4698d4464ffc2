/** Two profiles side by side. */
import { PHASES, type Phase } from './classes.ts';
import type { Profile } from './profile.ts';

export interface ActDifference {
  phase: Phase;
  act: string;
  /** Which of the two has it. */
  only: 'first' | 'second';
}

type Phases = Pick<Profile, 'phases'>;

/** Acts that one of them has alone, by phase, then those of the first before those of the second. */
export const differencesOf = (first: Phases, second: Phases): ActDifference[] =>
  PHASES.flatMap((phase) => [...alone(first, second, phase, 'first'), ...alone(second, first, phase, 'second')]);

const alone = (one: Phases, other: Phases, phase: Phase, only: ActDifference['only']): ActDifference[] =>
  one.phases[phase].filter((act) => !other.phases[phase].includes(act)).map((act) => ({ phase, act, only }));
