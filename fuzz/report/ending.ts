/** How a campaign ended, for people. */
import type { CampaignEvent } from '../campaign/events.ts';
import { grouped, plural, time } from './numbers.ts';

/** An empty line, and one with how many of what. */
export function ending({
  scenarios,
  replayed,
  failures,
  new: news,
  flaky,
  unconfirmed,
  tampered,
  notKept,
  stays,
  harnessErrors,
  inconclusive,
  interrupted,
  ms,
  seed,
}: Extract<CampaignEvent, { type: 'end' }>): string[] {
  const parts = [
    failures === 0 ? 'no failures' : `${plural(failures, 'failure')} (${news} new)`,
    ...(tampered > 0 ? [`${plural(tampered, 'way', 'ways')} of tampering with the record`] : []),
    ...(unconfirmed > 0 ? [`${unconfirmed} not confirmed`] : []),
    ...(flaky > 0 ? [`${flaky} flaky`] : []),
    ...(notKept > 0 ? [`${notKept} not kept`] : []),
    ...(stays > 0 ? [`${plural(stays, 'process', 'processes')} of ours ${stays === 1 ? 'does' : 'do'} not end`] : []),
    ...(harnessErrors > 0 ? [plural(harnessErrors, 'harness error')] : []),
    ...(inconclusive > 0 ? [`${grouped(inconclusive)} inconclusive`] : []),
  ];
  const cases = replayed === 0 ? '' : ` and ${plural(replayed, 'replay')} of cases`;
  return [
    '',
    `${interrupted ? 'interrupted: ' : ''}${parts.join(', ')} in ${plural(scenarios, 'scenario')}${cases}, ${time(ms)}, seed ${seed}`,
  ];
}
