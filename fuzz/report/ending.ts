/** How a campaign ended, for people. */
import type { CampaignEvent } from '../campaign/events.ts';
import { grouped, percent, plural, time } from './numbers.ts';
import { hanging } from './table.ts';

type End = Extract<CampaignEvent, { type: 'end' }>;

/** Cases of findings that were not confirmed, of which the paths are told: they are in one folder. */
const MOST_PATHS = 3;

/** What events before the last one said. */
export interface Before {
  /** Paths of the findings that were not confirmed. */
  kept: readonly string[];
  /** Declared deviations, over all targets. */
  deviations: number;
}

/**
 * An empty line, one with how many of what, one for each word in it that wants explaining, and one for each kind of thing that was not looked
 * into.
 */
export function ending(event: End, { kept, deviations }: Before, width: number): string[] {
  const [first, ...rest] = [sums(event), ...meanings(event, deviations), ...notLookedInto(event)];
  const lines = [...hanging('', first as string, width), ...rest.flatMap((line) => hanging('  ', line, width))];
  return ['', ...lines, ...(event.unconfirmed > 0 ? placesOf(kept) : [])];
}

function sums({
  scenarios,
  replayed,
  failures,
  new: news,
  before = 0,
  flaky,
  tampered,
  notKept,
  stays,
  harnessErrors,
  inconclusive,
  interrupted,
  ms,
  seed,
}: End): string {
  const known = failures - news - before;
  const parts = [
    failures === 0 ? 'no failures' : news === 0 ? 'no new failures' : plural(news, 'new failure'),
    ...(before > 0 ? [`${grouped(before)} found before`] : []),
    ...(known > 0 ? [`${grouped(known)} known`] : []),
    ...(tampered > 0 ? [`${plural(tampered, 'way', 'ways')} of tampering with the record`] : []),
    ...(flaky > 0 ? [`${flaky} flaky`] : []),
    ...(notKept > 0 ? [`${notKept} not kept`] : []),
    ...(stays > 0 ? [`${plural(stays, 'process', 'processes')} of initproof ${stays === 1 ? 'does' : 'do'} not end`] : []),
    ...(harnessErrors > 0 ? [plural(harnessErrors, 'internal error')] : []),
    ...(inconclusive > 0 ? [`${grouped(inconclusive)} inconclusive`] : []),
  ];
  const cases = replayed === 0 ? '' : ` and ${plural(replayed, 'replay')} of cases`;
  return `${interrupted ? 'interrupted: ' : ''}${parts.join(', ')} in ${plural(scenarios, 'scenario')}${cases}, ${time(ms)}, seed ${seed}`;
}

function meanings({ inconclusive, scenarios }: End, deviations: number): string[] {
  return [
    ...(inconclusive > 0 ? [`${percent(inconclusive, scenarios)} could not be judged to the end: npx initproof explain inconclusive`] : []),
    ...(deviations > 0 ? [`${plural(deviations, 'declared deviation')}, meant so: npx initproof explain expected`] : []),
  ];
}

/** What there was no time for, and when it comes. */
function notLookedInto({ replayed, toReplay, unconfirmed, notSmaller }: End): string[] {
  const left = toReplay - replayed;
  return [
    ...(left > 0 ? [`no time for ${grouped(left)} of ${plural(toReplay, 'replay')} of known cases: the next run begins with them`] : []),
    ...(notSmaller > 0 ? [`no time to make ${plural(notSmaller, 'failure')} as small as may be: npx initproof shrink CASE goes on`] : []),
    ...(unconfirmed > 0 ? [`no time to confirm ${plural(unconfirmed, 'finding')}: kept, and the next run replays what is kept`] : []),
  ];
}

function placesOf(kept: readonly string[]): string[] {
  const more = kept.length - MOST_PATHS;
  return [...kept.slice(0, MOST_PATHS).map((path) => `    ${path}`), ...(more > 0 ? [`    and ${more} more beside`] : [])];
}
