/** What was drawn as it is run: once, or with the init held, which takes two runs. */
import type { Next } from '../guide/guide.ts';
import { placedIn } from '../guide/placing.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { type Care, careAt } from './care.ts';
import type { Item } from './examiner.ts';
import type { Examined } from './examination.ts';

export type Drawn = Item & Next & { index: number };

/** What was judged. `us`: of executors, in all; `lentUs`: for which they have left their CPU to others. */
export interface Ran {
  scenario: Scenario;
  examined: Examined;
  us: number;
  lentUs: number;
}

export interface Running {
  seed: number;
  /** Runs, judges, and takes what is at fault; undefined where nothing can be said. */
  examine(item: Item, care: Care): Promise<Examined | undefined>;
  /** Whether it is not to be run. */
  passesOver(drawn: Drawn): boolean;
  /** Whether nothing is to begin any more. */
  isOver(): boolean;
}

/** Runs a scenario of the campaign; undefined where nothing can be said of it. */
export async function runDrawn({ held, ...item }: Drawn, running: Running): Promise<Ran | undefined> {
  if (held === true) return runHeld(item, running);
  const examined = await running.examine(item, careAt(item.index));
  return examined && { scenario: item.scenario, examined, ...took(examined) };
}

/** Once with its calls recorded, and then held at one of them. What is waited for in vain in the one would be in the other. */
async function runHeld(item: Drawn, { seed, examine, passesOver, isOver }: Running): Promise<Ran | undefined> {
  const recorded = await examine(item, 'recorded');
  if (recorded === undefined) return undefined;
  const { bound, lentUs } = recorded.trace;
  const goesOn = bound === undefined && lentUs === 0 && !isOver();
  const scenario = goesOn ? placedIn(seed, item.index, item.scenario, recorded) : undefined;
  if (scenario === undefined || passesOver({ ...item, scenario }))
    return { scenario: item.scenario, examined: recorded, ...took(recorded) };
  const examined = await examine({ ...item, scenario }, 'plain');
  return examined && { scenario, examined, ...took(recorded, examined) };
}

const took = (...runs: readonly Examined[]): Pick<Ran, 'us' | 'lentUs'> => ({
  us: runs.reduce((sum, { trace: { us } }) => sum + us, 0),
  lentUs: runs.reduce((sum, { trace: { lentUs } }) => sum + lentUs, 0),
});
