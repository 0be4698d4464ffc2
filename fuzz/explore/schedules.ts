/**
 * Cells with a drawn schedule (PCT: Burckhardt et al., A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs, ASPLOS 2010).
 * The init and whoever does something to it in a window are threads with distinct random priorities: who has the highest runs, and at
 * depth - 1 drawn moments the one that runs falls below all others.
 */
import type { Random } from 'fast-check';
import { oneOf } from '../generate/draw.ts';
import { caseRandom } from '../generate/seeds.ts';
import type { Scenario, Step } from '../scenario/scenario.ts';
import { copy } from '../shrink/edit.ts';
import { repair } from '../shrink/repair.ts';
import type { Base } from './bases.ts';
import type { Cell } from './cells.ts';
import { type Happening, happeningsFor } from './happenings.ts';
import type { Place } from '../guide/places.ts';
import { laterThan, stepAt } from './places.ts';

export interface Schedules {
  /** How many are drawn for each base. */
  count: number;
  /** Of the bugs to be met: how many orders between two threads they need. */
  depth: number;
  seed: number;
}

/** What somebody does, one thing after the other; of the init, that it goes on from each of its places. */
type Thread = readonly (Happening | 'goes-on')[];

/** Those drawn, without those that say the same again. `places` in the order in which the init came by them. */
export function schedulesOf(base: Base, places: readonly Place[], { count, depth, seed }: Schedules): Cell[] {
  const windows = windowsOf(places);
  if (windows.length === 0) return [];
  const cells = new Map<string, Cell>();
  for (let index = 0; index < count; index++) {
    const random = caseRandom(seed, index);
    const window = oneOf(random, windows);
    const cell = cellOf(base, window, interleave(random, threadsOf(random, base.scenario, window), depth));
    if (cell !== undefined) cells.set(JSON.stringify(cell.scenario.steps), cell);
  }
  return [...cells.values()];
}

/**
 * n k^(depth - 1) of the largest window: a schedule meets a bug of the depth, if its things are drawn, with a chance of 1 in this many at
 * least.
 */
export function boundOf(places: readonly Place[], { depth }: Pick<Schedules, 'depth'>): number {
  const longest = Math.max(0, ...windowsOf(places).map((window) => window.length));
  return MOST_THREADS * (longest + MOST_HAPPENINGS) ** (depth - 1);
}

/** Places of the init, step by step. */
function windowsOf(places: readonly Place[]): Place[][] {
  const windows = new Map<number, Place[]>();
  for (const place of places) if (place.of === 'init') windows.set(place.after, [...(windows.get(place.after) ?? []), place]);
  return [...windows.values()];
}

/** The init, a sender, main, and an orphan. */
const MOST_THREADS = 4;
/** Two signals, and one thing of each of the others. */
const MOST_HAPPENINGS = 4;

function threadsOf(random: Random, scenario: Scenario, window: readonly Place[]): Thread[] {
  const all = happeningsFor(scenario);
  const signals = all.filter(({ signal }) => signal !== undefined);
  const inStart = (window[0]?.after ?? 0) < 0;
  const ofMain = all.filter(({ name, ofMain }) => name === 'main-exits' || name === 'main-is-killed' || (ofMain === true && !inStart));
  const ofOrphan = all.filter(({ name }) => name === 'orphan-ends');
  return [
    window.map(() => 'goes-on' as const),
    [oneOf(random, signals), oneOf(random, signals)],
    // What cannot be started does nothing.
    ...(scenario.launch.command === undefined ? [[oneOf(random, ofMain)]] : []),
    ...ofOrphan.map((ends) => [ends]),
  ];
}

/** What happens before the init goes on from each of its places; last, what happens when it has gone on from all. */
function interleave(random: Random, threads: readonly Thread[], depth: number): Happening[][] {
  const events = threads.reduce((sum, thread) => sum + thread.length, 0);
  // All of these are below the first ones, which are 0 and up.
  const falls = new Map(Array.from({ length: depth - 1 }, (_, point) => [random.nextInt(1, events), point + 1 - depth]));
  const waiting = shuffled(random, threads).map((thread, priority) => ({ rest: [...thread], priority }));
  const before: Happening[][] = [[]];
  for (let event = 1; event <= events; event++) {
    const ready = waiting.filter(({ rest }) => rest.length > 0);
    const running = ready.reduce((highest, one) => (one.priority > highest.priority ? one : highest));
    const next = running.rest.shift();
    if (next === 'goes-on') before.push([]);
    else if (next !== undefined) before.at(-1)?.push(next);
    running.priority = falls.get(event) ?? running.priority;
  }
  return before;
}

function shuffled<T>(random: Random, all: readonly T[]): T[] {
  const rest = [...all];
  return all.flatMap(() => rest.splice(random.nextInt(0, rest.length - 1), 1));
}

interface Placed {
  place: Place;
  name: string;
  step: Step;
}

/** Undefined where nothing is left that happens at a place. */
function cellOf(base: Base, window: readonly Place[], before: readonly Happening[][]): Cell | undefined {
  const placed = placedIn(window, before);
  const [first] = placed;
  if (first === undefined) return undefined;
  const scenario: Scenario = copy(base.scenario);
  const late = before.at(-1) ?? [];
  scenario.steps.splice(first.place.after + 1, 0, ...placed.map(({ step }) => step), ...late.flatMap(({ steps }) => steps));
  if (!repair(scenario) || !scenario.steps.some((step) => 'at' in step)) return undefined;
  const name = [
    ...placed.map((one, index) => (index === 0 ? one.name : `${one.name} at ${one.place.call} ${one.place.nth} ${one.place.when}`)),
    ...(late.length === 0 ? [] : [`${inWords(late)} after that`]),
  ];
  return { base, place: first.place, happening: { name: name.join(', '), steps: [] }, scenario };
}

const inWords = (happenings: readonly Happening[]): string => happenings.map(({ name }) => name).join(' and ');

/** The placements, each counted from the one before it. */
function placedIn(window: readonly Place[], before: readonly Happening[][]): Placed[] {
  const placed: Placed[] = [];
  let rest = [...window];
  for (const happen of before.slice(0, -1)) {
    const [place] = rest;
    if (place !== undefined && happen.length > 0) {
      const name = inWords(happen);
      placed.push({ place, name, step: stepAt(place, { name, steps: happen.flatMap(({ steps }) => steps) }) });
      rest = laterThan(place, rest.slice(1));
    } else rest = rest.slice(1);
  }
  return placed;
}
