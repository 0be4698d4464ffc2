/** Known findings again, each on its target: how often it shows tonight. */
import type { Examined } from '../campaign/examination.ts';
import type { FoundTarget } from '../campaign/find-target.ts';
import type { Lab } from '../campaign/lab.ts';
import { triesFor } from '../campaign/trials.ts';
import { faultsOf, judgementsOn, mostTelling } from '../judge/fault.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** The chance that a fault which is still there is not seen: one finding of a hundred that are fixed is not. */
const ERROR = 0.01;
/** Runs at first: how often it shows, as it is told when it is found. */
const FIRST = 10;
/** Of one that shows now and then: to stop at the first time would make its rate higher than it is, and what is too few runs look enough. */
const SOMETIMES = 50;
/** Of one that shows once in fifty runs it takes some 450 to say that it is gone; more would be an hour of a night for one finding. */
const MOST = 500;

/** `shown` of `runs`; `held`: runs in which its property was judged and held. */
export interface Replays {
  shown: number;
  runs: number;
  held: number;
}

/** Runs that it takes to say that a fault of that rate does not show. */
export const neededFor = (rate: { shown: number; runs: number }): number =>
  // Seen in new scenarios alone, and never in a replay: as rare as may be.
  triesFor({ shown: Math.max(1, rate.shown), runs: Math.max(1, rate.runs) }, ERROR);

/** What is replayed. `known`: signatures that the target is known to show, which may come beside. */
export interface Asked {
  scenario: Scenario;
  target: FoundTarget;
  property: string;
  signature: string;
  known: readonly string[];
}

/**
 * Replays 10 times; 50 where it shows now and then; and where it does not, as often as it takes to say that a fault of that rate is gone. Ends
 * early when the lab is closed.
 */
export async function replayFinding(lab: Lab, asked: Asked, rate: { shown: number; runs: number }): Promise<Replays> {
  const most = Math.max(FIRST, Math.min(MOST, neededFor(rate)));
  let sum: Replays = { shown: 0, runs: 0, held: 0 };
  const wanted = ({ shown, runs }: Replays): number => (shown === 0 ? most : shown === runs ? FIRST : SOMETIMES);
  while (sum.runs < wanted(sum)) {
    const batch = await replayTimes(lab, asked, FIRST);
    sum = plus(sum, batch);
    if (batch.runs < FIRST) break;
  }
  return sum;
}

export const plus = (a: Replays, b: Replays): Replays => ({ shown: a.shown + b.shown, runs: a.runs + b.runs, held: a.held + b.held });

/** Exactly so often, but for what was cut off or failed. */
export async function replayTimes(lab: Lab, asked: Asked, times: number): Promise<Replays> {
  const { scenario, target, signature } = asked;
  const answers = await Promise.all(Array.from({ length: times }, () => lab.examine(scenario, target, 'careful')));
  const ran = answers.filter((answer) => answer.kind === 'examined');
  const shown = ran.filter(({ judgements }) => faultsOf(judgements).some((fault) => fault.signature === signature)).length;
  return { shown, runs: ran.length, held: ran.filter((run) => holds(run, asked)).length };
}

/** Whether its property was judged and held. A run in which something else goes wrong that is not known does not say that. */
function holds({ judgements, unexplained }: Examined, { property, signature, known }: Asked): boolean {
  if (unexplained.length > 0 || faultsOf(judgements).some((fault) => !known.includes(fault.signature))) return false;
  const kind = mostTelling(judgementsOn(property, judgements), signature)?.verdict.kind;
  return kind === 'holds' || kind === 'expected';
}
