/** The first build of an ordered list with a fault, or without it: binary search, with as many runs a build as the fault's rate needs. */
import type { Build } from './builds.ts';
import { missed, mostTried, type Rate, triesFor } from './trials.ts';
import { type Tried, type Trying, tryBuild } from './try-build.ts';

/** What the answer is wrong with at most, over all builds that are tried. */
const ERROR = 0.01;
/** Runs for a rate that nobody knows: one that shows in 30 % shows none in 20 once in a thousand times. */
export const RATE_RUNS = 20;

/** `bad`: the first build with it, the oldest being without. `good`: the other way round. */
export type Sought = 'bad' | 'good';

export interface Search {
  /** Runs for a build that does not show it. */
  tries: number;
  rate: Rate;
  /** Runs of all builds at most, but for those without a verdict. */
  bound: number;
}

export type Bisection = { tried: Tried[] } & BisectionAnswer;

export type BisectionAnswer = { runs: number } & (
  | ({ kind: 'found'; before: Build; after: Build; between: string[]; confidence: number } & Search)
  /** The ends are not as they should be. */
  | { kind: 'no-edge'; why: string }
  | { kind: 'interrupted' }
);

export interface Bisecting extends Trying {
  builds: readonly Build[];
  sought: Sought;
  /** Undefined: measured on the end that is to show it. */
  rate: Rate | undefined;
  /** Called for each build that was tried. */
  tell(tried: Tried): void;
}

/** What a bisection knows on its way. */
interface Course {
  /** Indices of the builds among which the edge lies; both ends are tried first. */
  left: number[];
  attempt(index: number, tries: number, all?: boolean): Promise<Tried>;
}

/**
 * Bisects. What is tried are both ends, then the middle of what is left. A build that shows the fault once has it, as a violation is never
 * taken for one by chance; one that does not is taken to be without it after so many runs that, over all builds that may be tried, the
 * chance to have missed it is below 1 % (the sum of the builds' chances: Boole's inequality). The confidence is that of the builds that
 * were in fact taken to be without it. Builds that cannot be judged are left out, and named where the edge may lie at them.
 */
export async function bisect(given: Bisecting): Promise<Bisection> {
  const tried: Tried[] = [];
  const attempt: Course['attempt'] = async (index, tries, all = false) => {
    const one = await tryBuild(given, index, given.builds[index] as Build, tries, all);
    tried.push(one);
    given.tell(one);
    return one;
  };
  const course = { left: given.builds.map((_, index) => index), attempt };
  const search = await tryEnds(course, given);
  const ended = 'kind' in search ? search : await halve(course, given.sought, search.tries);
  const over = { tried, runs: tried.reduce((sum, { runs }) => sum + runs, 0) };
  if (ended !== undefined || 'kind' in search) return { ...over, ...(ended ?? { kind: 'interrupted' }) };
  return { ...over, kind: 'found', ...edge(course.left, given.builds), confidence: confidence(tried, search.rate), ...search };
}

type Ended = { kind: 'interrupted' } | { kind: 'no-edge'; why: string };

/** The build that must show it goes first, since it may give the rate. */
async function tryEnds(course: Course, { builds, sought, rate }: Bisecting): Promise<Search | Ended> {
  const [withEnd, withoutEnd] = sought === 'bad' ? ([-1, 0] as const) : ([0, -1] as const);
  const known = rate === undefined ? undefined : plan(rate, builds.length);
  const shows = await tryEnd(course, withEnd, known?.tries ?? RATE_RUNS, known === undefined);
  if (shows.outcome === 'interrupted') return { kind: 'interrupted' };
  if (shows.outcome !== 'shows') return { kind: 'no-edge', why: notShown(shows, withEnd) };
  const search = known ?? plan(shows, builds.length);
  const clean = await tryEnd(course, withoutEnd, search.tries, false);
  if (clean.outcome === 'interrupted') return { kind: 'interrupted' };
  return clean.outcome === 'clean' ? search : { kind: 'no-edge', why: shownByBoth(clean, withoutEnd) };
}

/** The outermost build that can be judged; one is left for the other end. */
async function tryEnd({ left, attempt }: Course, end: 0 | -1, tries: number, all: boolean): Promise<Tried> {
  for (;;) {
    const one = await attempt(left.at(end) as number, tries, all);
    if (one.outcome !== 'unjudged' || left.length <= 2) return one;
    left.splice(end, 1);
  }
}

async function halve({ left, attempt }: Course, sought: Sought, tries: number): Promise<Ended | undefined> {
  while (left.length > 2) {
    const at = left.length >> 1;
    const one = await attempt(left[at] as number, tries);
    if (one.outcome === 'interrupted') return { kind: 'interrupted' };
    if (one.outcome === 'unjudged') left.splice(at, 1);
    else if ((one.outcome === 'shows') === (sought === 'bad')) left.splice(at + 1);
    else left.splice(0, at);
  }
  return undefined;
}

function edge(left: readonly number[], builds: readonly Build[]): { before: Build; after: Build; between: string[] } {
  const [first, last] = left as [number, number];
  const between = builds.slice(first + 1, last).map(({ name }) => name);
  return { before: builds[first] as Build, after: builds[last] as Build, between };
}

function confidence(tried: readonly Tried[], rate: Rate): number {
  const without = tried.filter(({ outcome }) => outcome === 'clean');
  return 1 - without.reduce((sum, { runs }) => sum + missed(rate, runs), 0);
}

function plan({ shown, runs }: Rate, builds: number): Search {
  const rate = { shown, runs };
  const most = mostTried(builds);
  const tries = triesFor(rate, ERROR / most);
  return { tries, rate, bound: most * tries };
}

const nameOf = (end: 0 | -1): string => (end === 0 ? 'oldest' : 'newest');

function notShown(tried: Tried, end: 0 | -1): string {
  if (tried.outcome === 'unjudged') return `no build can be judged; the last one that was tried, ${tried.build}: ${tried.why}`;
  const hint =
    end === -1 ? '--first-good looks for the first build without the fault' : 'without --first-good the first build with it is sought';
  return `the ${nameOf(end)} build, ${tried.build}, does not show it in ${tried.runs} runs: ${hint}; --rate says how seldom it shows`;
}

function shownByBoth(tried: Tried, end: 0 | -1): string {
  if (tried.outcome === 'unjudged') return `only one build can be judged; ${tried.build}: ${tried.why}`;
  return `the ${nameOf(end)} build, ${tried.build}, shows it as well: what is sought lies ${end === 0 ? 'before' : 'after'} this list`;
}
