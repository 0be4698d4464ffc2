/** How a campaign ended, for people. */
import type { CampaignEvent } from '../campaign/events.ts';
import { grouped, plural, time } from './numbers.ts';

type End = Extract<CampaignEvent, { type: 'end' }>;

/** An empty line, one with how many of what, and one for each kind of thing that was not looked into. */
export function ending(event: End): string[] {
  return ['', sums(event), ...notLookedInto(event)];
}

function sums({
  scenarios,
  replayed,
  failures,
  new: news,
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
  const known = failures - news;
  const parts = [
    failures === 0 ? 'no failures' : news === 0 ? 'no new failures' : plural(news, 'new failure'),
    ...(known > 0 ? [`${grouped(known)} known`] : []),
    ...(tampered > 0 ? [`${plural(tampered, 'way', 'ways')} of tampering with the record`] : []),
    ...(flaky > 0 ? [`${flaky} flaky`] : []),
    ...(notKept > 0 ? [`${notKept} not kept`] : []),
    ...(stays > 0 ? [`${plural(stays, 'process', 'processes')} of initproof ${stays === 1 ? 'does' : 'do'} not end`] : []),
    ...(harnessErrors > 0 ? [plural(harnessErrors, 'harness error')] : []),
    ...(inconclusive > 0 ? [`${grouped(inconclusive)} inconclusive`] : []),
  ];
  const cases = replayed === 0 ? '' : ` and ${plural(replayed, 'replay')} of cases`;
  return `${interrupted ? 'interrupted: ' : ''}${parts.join(', ')} in ${plural(scenarios, 'scenario')}${cases}, ${time(ms)}, seed ${seed}`;
}

/** What there was no time for, and when it comes. */
function notLookedInto({ replayed, toReplay, unconfirmed, notSmaller }: End): string[] {
  const left = toReplay - replayed;
  return [
    ...(left > 0 ? [`  no time for ${grouped(left)} of ${plural(toReplay, 'replay')} of known cases: the next run begins with them`] : []),
    ...(unconfirmed > 0 ? [`  no time to confirm ${plural(unconfirmed, 'finding')}: kept, and the next run replays what is kept`] : []),
    ...(notSmaller > 0 ? [`  no time to make ${plural(notSmaller, 'failure')} as small as may be: npx initproof shrink CASE goes on`] : []),
  ];
}
