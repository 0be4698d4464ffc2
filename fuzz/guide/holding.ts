/** In which scenarios of a campaign the init is held at a system call, by seed and index alone; where it can be. */
import type { Random } from 'fast-check';
import { chance } from '../generate/draw.ts';
import { caseRandom } from '../generate/seeds.ts';
import { WEIGHTS } from '../generate/weights.ts';
import type { Scenario, Step } from '../scenario/scenario.ts';
import type { SignalName } from '../scenario/signals.ts';
import { signalled } from '../scenario/steps/table.ts';

/**
 * Default percentage of the scenarios of a campaign in which the init is held. Such a scenario takes two runs by exec, each of them traced,
 * about four times as long as another: with a fifth of them there are 0.62 of the scenarios in a time, and held ones at 0.6 of the rate
 * that three fifths would give. Where both count the same the best would be a third, and a fifth is 6 % from that.
 */
export const HELD_PERCENT = 20;

/** Draws that depend on each other in nothing; those of scenarios have indices from 0. */
const DRAWS = ['whether', 'where', 'order'] as const;

/** The draws of one kind for the scenario `index` of the campaign `seed`. */
export const randomFor = (draw: (typeof DRAWS)[number], seed: number, index: number): Random =>
  caseRandom(seed, -1 - DRAWS.indexOf(draw) - DRAWS.length * index);

/**
 * Whether the init is to be held in the scenario `index` of the campaign `seed`, as in `percent` of them, and in more of those with a
 * delicate start.
 */
export const isHeldAt = (seed: number, index: number, percent: number, scenario: Scenario): boolean =>
  percent > 0 &&
  canHold(scenario) &&
  chance(randomFor('whether', seed, index), isDelicate(scenario) ? WEIGHTS.placing.delicateFactor * percent : percent);

/** Whether more can happen in its start than in those of others: main becomes another user by its exec. */
export const isDelicate = ({ actors }: Scenario): boolean => actors.main?.setuid === true;

/** Whether the init of the scenario can be held at all (scenario/validate-placement.ts), and traced without that it shows. */
export const canHold = ({ launch, steps }: Scenario): boolean =>
  launch.as !== 'subreaper' && launch.early === undefined && !hidesThaw(steps);

const STOPS: readonly SignalName[] = ['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'];

/**
 * A traced init that is frozen is thawed by its tracer, once that sees a SIGCONT pending. The kernel thaws by the SIGCONT itself, and a
 * stop signal that comes right after it has the kernel discard what is pending (signal(7)).
 */
function hidesThaw(steps: readonly Step[]): boolean {
  const sent = new Set<SignalName>();
  const note = (signal: SignalName): SignalName => {
    sent.add(signal);
    return signal;
  };
  for (const step of steps) for (const one of 'together' in step ? step.together : [step]) signalled(one, note);
  return steps.some((step) => 'freeze' in step) && sent.has('SIGCONT') && STOPS.some((signal) => sent.has(signal));
}
