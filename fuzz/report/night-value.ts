/** Nights as one value, and as the text that is posted. */
import type { FindingValue, NightsValue } from '../nightly/value.ts';
import { isNews, type NightFinding } from '../nightly/finding.ts';
import type { HistoryLine } from '../nightly/schema.ts';
import { trends } from '../nightly/trend.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { inOrder, rateOf, STATE_WORDS, sumsOf } from './night-lines.ts';

/** `report`: the state of nights. */
export interface NightsBody {
  type: 'nights';
  /** The last one. */
  night: number;
  /** What is new first. `scenario`: of its case, where that can be read. */
  findings: (NightFinding & { scenario?: Scenario })[];
  /** A line for each target of the last night, and what is odd about it. */
  tonight: (HistoryLine & { perSecond: number; warnings: string[] })[];
  history: HistoryLine[];
  warnings: string[];
}

export function nightsValue({ night, findings, tonight, history, warnings }: NightsValue): NightsBody {
  return {
    type: 'nights',
    night,
    findings: inOrder(findings).map(({ stored, told: _, ...finding }) => ({
      ...finding,
      ...(stored === undefined ? {} : { scenario: stored.case.scenario }),
    })),
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
