/** Placements in scenarios of a seed: the init is held at a drawn system call, and something happens there. */
import type { Random } from 'fast-check';
import type { Actor, HeldStep, Placement, Scenario } from '../scenario/scenario.ts';
import { problems } from '../scenario/validate.ts';
import { chance, choices, choose, oneOf, within } from './draw.ts';
import { caseRandom, scenarioAt } from './seeds.ts';
import { CATCHABLE, drawAnySignal } from './signals.ts';
import { WEIGHTS } from './weights.ts';

const OF = WEIGHTS.placing;
const HAPPENING = choices(OF.happening);
/** Those in which inits wait, forward and reap, and those around the child's start: a name hits one of them more surely than a number. */
const CALLS = [
  'rt_sigtimedwait',
  'rt_sigsuspend',
  'pause',
  'read',
  'wait4',
  'waitid',
  'kill',
  'rt_sigprocmask',
  'clone',
  'exit_group',
] as const;
const CHILD_CALLS = ['rt_sigprocmask', 'rt_sigaction', 'setpgid', 'setsid', 'execve'] as const;
/** Draws until one fits the scenario: most do at once. */
const TRIES = 4;

/**
 * The scenario `index` of the campaign `seed`; in `percent` of them, the init is held somewhere. The rest are those of `scenarioAt`, and
 * what a placement is added to is too. `ordered`: with a start in which it is drawn who goes first after the fork, the init or its child.
 */
export function placedAt(seed: number, index: number, percent: number, ordered = false): Scenario {
  const scenario = scenarioAt(seed, index);
  if (percent === 0) return scenario;
  const random = caseRandom(seed, -1 - index);
  if (!chance(random, percent)) return scenario;
  for (let n = 0; n < TRIES; n++) {
    const placed = place(random, ordered ? inOrder(random, scenario) : scenario, ordered ? 1 : 0);
    if (problems(placed).length === 0) return placed;
  }
  return scenario;
}

/** In the course of the start, or of one of the steps; what follows is left out where the main child ends. */
function place(random: Random, scenario: Scenario, first: number): Scenario {
  const after = chance(random, OF.startPercent) ? first : random.nextInt(first, scenario.steps.length);
  const happening = choose(random, HAPPENING);
  const { actors, steps: members } = HAPPENINGS[happening](random, scenario);
  const at: Placement = { ...drawPlace(random, after === 0), do: members };
  const rest = ENDING.includes(happening) ? [] : scenario.steps.slice(after);
  return { ...scenario, actors: { ...scenario.actors, ...actors }, steps: [...scenario.steps.slice(0, after), { at }, ...rest] };
}

/** Who is held lets the other go first. */
function inOrder(random: Random, scenario: Scenario): Scenario {
  const at: Placement = chance(random, 50) ? { call: 'fork', when: 'exit' } : { call: 'any', of: 'child' };
  return { ...scenario, steps: [{ at }, ...scenario.steps] };
}

function drawPlace(random: Random, atStart: boolean): Omit<Placement, 'do'> {
  const when = chance(random, 50) ? { when: 'exit' as const } : {};
  if (atStart && chance(random, OF.childPercent)) return { call: oneOf(random, CHILD_CALLS), of: 'child', ...when };
  const byNumber = chance(random, OF.byNumberPercent);
  const nth = within(random, byNumber ? (atStart ? OF.nthOfStart : OF.nthOfStep) : OF.nthOfName);
  return { call: byNumber ? 'any' : oneOf(random, CALLS), ...(nth === 1 ? {} : { nth }), ...when };
}

/** After these main is not there for the steps that would follow. */
const ENDING: readonly (keyof typeof OF.happening)[] = ['main', 'both', 'all'];

type Draw = (random: Random, scenario: Scenario) => { steps: HeldStep[]; actors?: Record<string, Actor> };

const signal = (random: Random, sender: { from?: string } = {}): HeldStep => {
  const drawn = drawAnySignal(random);
  return { signal: { signal: CATCHABLE.includes(drawn) ? drawn : 'SIGTERM', to: 'init', ...sender } };
};
const signals = (random: Random, sender?: { from: string }): HeldStep[] =>
  Array.from({ length: within(random, OF.signals) }, () => signal(random, sender));
const end = (random: Random, actor: string): HeldStep =>
  chance(random, 50) ? { exit: { actor, code: random.nextInt(0, 255) } } : { die: { actor, signal: 'SIGKILL' } };
const stops = (actor: string, goesOn: boolean): HeldStep[] => [{ stop: actor }, ...(goesOn ? [{ continue: actor }] : [])];
const anybody = (random: Random, { actors }: Scenario): string => oneOf(random, Object.keys(actors));

const HAPPENINGS: Readonly<Record<keyof typeof OF.happening, Draw>> = {
  signals: (random) => ({ steps: signals(random) }),
  inside: (random, scenario) => ({ steps: signals(random, { from: anybody(random, scenario) }) }),
  main: (random) => ({ steps: [end(random, 'main')] }),
  other: (random, scenario) => ({ steps: [end(random, anybody(random, scenario))] }),
  both: (random) => ({ steps: chance(random, 50) ? [signal(random), end(random, 'main')] : [end(random, 'main'), signal(random)] }),
  all: (random, scenario) => ({ steps: [end(random, anybody(random, scenario)), end(random, 'main')] }),
  stop: (random, scenario) => ({ steps: stops(anybody(random, scenario), chance(random, 50)) }),
  taken: (random, scenario) => ({
    actors: { taker: { parent: anybody(random, scenario), pid: { of: anybody(random, scenario) }, on: { all: 'note' } } },
    steps: [{ fork: 'taker' }, signal(random)],
  }),
};
