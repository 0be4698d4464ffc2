/** Failing scenarios to shrink: drawn ones that fail, or, for failures too rare for that, drawn ones with the failure put behind them. */
import { scenarioAt } from '../../fuzz/generate/seeds.ts';
import type { Scenario, Step } from '../../fuzz/scenario/scenario.ts';
import { problems } from '../../fuzz/scenario/validate.ts';

/** Up to `count` of the first `among` scenarios of a seed that fail. */
export function drawnStarts(fails: (scenario: Scenario) => boolean, count: number, among: number): Scenario[] {
  const starts: Scenario[] = [];
  for (let index = 0; index < among && starts.length < count; index++) {
    const scenario = scenarioAt(9, index);
    if (fails(scenario)) starts.push(scenario);
  }
  return starts;
}

const NOISE: Step[] = [
  { signal: { signal: 'SIGWINCH', to: 'init' } },
  { signal: { signal: 'SIGUSR2', to: 'y' } },
  { stop: 'y' },
  { continue: 'y' },
];

/** A parent below the last actor of the scenario that ignores SIGTERM, its child that notes it, and what makes them an orphan's story. */
function planted(scenario: Scenario): Scenario {
  const parent = Object.keys(scenario.actors).at(-1) ?? 'main';
  const actors: Scenario['actors'] = {
    ...scenario.actors,
    x: { parent, on: { SIGTERM: 'ignore', SIGUSR2: 'note' } },
    y: { parent: 'x', on: { all: 'note', SIGHUP: { exit: 3 } } },
  };
  const story: Step[] = [
    { fork: 'x' },
    { fork: 'y' },
    { signal: { signal: 'SIGTERM', to: 'x' } },
    ...NOISE,
    { signal: { signal: 'SIGUSR1', to: 'y', from: 'x' } },
    { exit: { actor: 'x', code: 9 } },
    ...NOISE,
    { signal: { signal: 'SIGTERM', to: 'y' } },
    { die: { actor: 'y', signal: 'SIGSEGV', core: false } },
  ];
  return { ...scenario, actors, steps: [...scenario.steps, ...story] };
}

/** Drawn scenarios of at least 12 steps, each with the story behind it. */
export function plantedStarts(count: number): Scenario[] {
  const starts: Scenario[] = [];
  for (let index = 0; starts.length < count; index++) {
    const scenario = planted(scenarioAt(31, index));
    if (scenario.steps.length >= 12 + 15 && problems(scenario).length === 0) starts.push(scenario);
  }
  return starts;
}
