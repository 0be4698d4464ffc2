/**
 * In a share of the scenarios the init is held at a system call, and something happens there. The calls are those that this init makes in
 * this scenario: it runs once as it is, with its calls recorded, and a second time with a placement at one of them. What was seen is of
 * that one run alone, so that seed, index and init determine the scenario, in whatever order runs end, as far as they determine the init's
 * calls.
 */
import type { Random } from 'fast-check';
import { chance, oneOf } from '../generate/draw.ts';
import { drawHappening, type Happening } from '../generate/happening.ts';
import { WEIGHTS } from '../generate/weights.ts';
import type { Placement, Scenario } from '../scenario/scenario.ts';
import { problems } from '../scenario/validate.ts';
import { castAt, type Recorded } from './cast.ts';
import { isDelicate, randomFor } from './holding.ts';
import { type Place, placementOf, placesIn } from './places.ts';

const OF = WEIGHTS.placing;
/**
 * Those in which inits wait, forward and reap, and those around the child's start: half of all that there are hit one of them more surely.
 */
const TELLING: readonly string[] = [
  ...['rt_sigtimedwait', 'rt_sigsuspend', 'pause', 'read', 'wait4', 'waitid', 'kill', 'exit_group'],
  ...['rt_sigprocmask', 'rt_sigaction', 'setpgid', 'setsid', 'execve'],
];
const FORKS: readonly string[] = ['clone', 'clone3', 'fork', 'vfork'];
/** Draws until one fits the scenario: most do at once. */
const TRIES = 8;
const NOTHING: Happening = { steps: [], actors: {}, ends: false };

/**
 * The scenario `index` of the campaign `seed`, which ran as `scenario` and showed `recorded`, with a placement; undefined where none was
 * found that fits. `from`: no place before this step is taken; -1 is the start.
 */
export function placedIn(seed: number, index: number, scenario: Scenario, recorded: Recorded, from = -1): Scenario | undefined {
  const random = randomFor('where', seed, index);
  const places = placesOf(scenario, recorded, from);
  for (let n = 0; n < TRIES && places.length > 0; n++) {
    const fork = forkOf(places);
    const startPercent = isDelicate(scenario) ? OF.delicateStartPercent : OF.startPercent;
    const window = drawWindow(random, places, from, startPercent);
    const isFork = fork !== undefined && window < 0 && chance(random, OF.forkPercent);
    const place = isFork ? fork : drawPlace(random, places, window);
    const nothing = isFork && chance(random, OF.nothingPercent);
    const placed = placeAt(
      scenario,
      place,
      nothing ? NOTHING : drawHappening(random, castAt(recorded, place, fork?.index ?? 0), window < 0),
    );
    if (problems(placed).length === 0) return placed;
  }
  return undefined;
}

/** Those of the windows that a step opens which may lead to a placement; of a start that fails, what comes before its child does. */
function placesOf(scenario: Scenario, { program, trace }: Recorded, from: number): Place[] {
  const all = placesIn(program, trace).filter(({ after }) => after >= from);
  const fork = scenario.launch.command === undefined ? undefined : forkOf(all);
  const places = fork === undefined ? all : all.filter(({ index }) => index <= fork.index);
  const windows = new Set(places.map(({ after }) => after));
  for (const after of windows) if (!canLead(scenario, after)) windows.delete(after);
  return places.filter(({ after }) => windows.has(after));
}

function canLead({ steps, ...rest }: Scenario, after: number): boolean {
  if (after >= steps.length) return false;
  const upTo = { ...rest, steps: [...steps.slice(0, after + 1), { at: { call: 'any' } }] };
  return !problems(upTo).some(({ path: [part, step] }) => part === 'steps' && Number(step) >= after);
}

/** A window first, then one of its places: else the start, where most calls are, would have them all. */
function drawWindow(random: Random, places: readonly Place[], from: number, startPercent: number): number {
  const later = [...new Set(places.map(({ after }) => after))].filter((after) => after > from);
  return later.length === 0 || chance(random, startPercent) ? from : oneOf(random, later);
}

function drawPlace(random: Random, places: readonly Place[], window: number): Place {
  const inside = places.filter(({ after }) => after === window);
  const ofChild = inside.filter(({ of }) => of === 'child');
  const ofInit = inside.filter(({ of }) => of === 'init');
  const some = ofChild.length > 0 && (ofInit.length === 0 || chance(random, OF.childPercent)) ? ofChild : ofInit;
  return drawCall(random, some.length > 0 ? some : places);
}

/** By its number any is as likely; by its name those that are made once are as likely as those that are made often. */
function drawCall(random: Random, places: readonly Place[]): Place {
  const telling = places.filter(({ call }) => TELLING.includes(call) || FORKS.includes(call));
  if (telling.length === 0 || chance(random, OF.byNumberPercent)) return oneOf(random, places);
  const name = oneOf(random, [...new Set(telling.map(({ call }) => call))]);
  return oneOf(
    random,
    telling.filter(({ call }) => call === name),
  );
}

/** Where the init has made main: the exit of that call. */
const forkOf = (places: readonly Place[]): Place | undefined =>
  places.findLast(({ after, call, of, when }) => after < 0 && of === 'init' && when === 'exit' && FORKS.includes(call));

function placeAt(scenario: Scenario, place: Place, { steps, actors, ends }: Happening): Scenario {
  const at: Placement = { ...placementOf(place), ...(steps.length === 0 ? {} : { do: steps }) };
  const cut = place.after + 1;
  const rest = ends ? [] : scenario.steps.slice(cut);
  return { ...scenario, actors: { ...scenario.actors, ...actors }, steps: [...scenario.steps.slice(0, cut), { at }, ...rest] };
}

/** The scenario with who goes first after the fork, the init or its child: whoever is held lets the other go first. */
export function inOrder(seed: number, index: number, scenario: Scenario): Scenario {
  const at: Placement = chance(randomFor('order', seed, index), 50) ? { call: 'fork', when: 'exit' } : { call: 'any', of: 'child' };
  return { ...scenario, steps: [{ at }, ...scenario.steps] };
}
