/** Nights as one JSON value, and as the text that is posted. */
import type { FindingValue, NightsValue } from '../nightly/value.ts';
import { NIGHTS_VERSION } from '../nightly/value.ts';
import { isNews } from '../nightly/finding.ts';
import { trends } from '../nightly/trend.ts';
import { inOrder, rateOf, STATE_WORDS, sumsOf } from './night-lines.ts';

/** Fields may be added; `v` goes up where a reader would misunderstand. */
export function nightsValue({ night, findings, tonight, history, warnings }: NightsValue): object {
  return {
    v: NIGHTS_VERSION,
    type: 'nights',
    night,
    findings: inOrder(findings).map(({ stored, ...finding }) => ({ ...finding, scenario: stored?.case.scenario })),
    tonight: trends(history, tonight).map(({ line, perSecond, warnings: odd }) => ({ ...line, perSecond, warnings: odd })),
    history,
    warnings,
  };
}

/** Findings that are told one by one in a message: somebody reads it on a telephone. */
const MOST_TOLD = 10;

/** What a team is told: plain text, without anything that a chat takes for markup or a link of ours. */
export function noticeText(nights: NightsValue): string {
  const news = inOrder(nights.findings).filter(({ state }) => isNews(state));
  const date = nights.tonight[0]?.date ?? '';
  const odd = trends(nights.history, nights.tonight).flatMap(({ line, warnings }) =>
    warnings.map((warning) => `${line.target}: ${warning}`),
  );
  return [
    `initproof ${date}: ${sumsOf(nights.findings)}`,
    ...news.slice(0, MOST_TOLD).map(told),
    ...(news.length > MOST_TOLD ? [`and ${news.length - MOST_TOLD} more`] : []),
    ...odd,
  ].join('\n');
}

const told = (finding: FindingValue): string =>
  `${STATE_WORDS[finding.state].said}: ${finding.target} ${finding.signature}, ${rateOf(finding)}: ${finding.said}`;
