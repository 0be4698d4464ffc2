/** The last night for people: what is new on top, then what came and went, and how the night itself was. */
import type { FindingValue, NightsValue } from '../nightly/value.ts';
import { isNews, type State, STATES } from '../nightly/finding.ts';
import { trends, type Trend } from '../nightly/trend.ts';
import { explain } from '../scenario/explain.ts';
import { pageOf } from './explanation.ts';
import { harmOf } from './harm.ts';
import { grouped, plural } from './numbers.ts';
import type { Paint, Style } from './paint.ts';
import { hanging, wrap } from './table.ts';

/** What each state is called, and how it is marked. A colour never stands alone. */
export const STATE_WORDS: Readonly<Record<State, { mark: string; style: Style; said: string }>> = {
  new: { mark: '✕', style: 'red', said: 'new' },
  back: { mark: '✕', style: 'red', said: 'back' },
  still: { mark: '·', style: 'yellow', said: 'still there' },
  flaky: { mark: '~', style: 'yellow', said: 'now and then' },
  accepted: { mark: '·', style: 'yellow', said: 'accepted' },
  gone: { mark: '–', style: 'yellow', said: 'not seen tonight' },
  fixed: { mark: '✓', style: 'green', said: 'fixed' },
};

/** By state in their order; of one state the worst first. */
export const inOrder = (findings: readonly FindingValue[]): FindingValue[] =>
  [...findings].sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state) || harmOf(a.signature) - harmOf(b.signature));

/** `10 of 10`, of the last night that showed it. */
export const rateOf = ({ rate: { shown, runs } }: FindingValue): string => `${shown} of ${runs}`;

/** Why it stands so, and since when. */
export function standingOf({ state, why, since, first, last }: FindingValue): string {
  const reason = why === undefined ? '' : `: ${why}`;
  const days = last.date === first.date ? `seen ${first.date}` : `seen ${first.date} to ${last.date}`;
  return `${STATE_WORDS[state].said}${reason}; ${days}${since.date === first.date ? '' : `, ${state} since ${since.date}`}`;
}

/** `2 new, 1 back, 3 still there`; in words where there is none. */
export function sumsOf(findings: readonly FindingValue[]): string {
  const parts = STATES.flatMap((state) => {
    const n = findings.filter((finding) => finding.state === state).length;
    return n === 0 ? [] : `${n} ${STATE_WORDS[state].said}`;
  });
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}

export function nightLines(nights: NightsValue, paint: Paint, width: number): string[] {
  const [first] = nights.tonight;
  const head = `night ${nights.night}${first === undefined ? '' : `, ${first.date}, seed ${first.seed}`}: ${sumsOf(nights.findings)}`;
  return [
    ...hanging('', head, width),
    '',
    ...inOrder(nights.findings).flatMap((finding) => findingLines(finding, paint, width)),
    ...trends(nights.history, nights.tonight).flatMap((trend) => trendLines(trend, paint, width)),
    ...nights.warnings.flatMap((warning) => hanging('! ', warning, width)),
  ];
}

function findingLines(finding: FindingValue, paint: Paint, width: number): string[] {
  const { id, target, property, signature, said, state, stored } = finding;
  const { mark, style } = STATE_WORDS[state];
  const isNew = isNews(state);
  const page = pageOf(property);
  const scenario = isNew && stored !== undefined ? explain(stored.case.scenario).flatMap((line) => wrap(line, width - 4)) : [];
  return [
    `${paint(style, mark)} ${paint('bold', target)} ${signature}`,
    ...(isNew ? hanging('  ', said, width) : []),
    ...scenario.map((line) => `    ${line}`),
    ...hanging('  ', standingOf(finding), width),
    ...(isNew && stored !== undefined ? hanging('  ', `${rateOf(finding)}; npx initproof replay ${stored.path}`, width) : [`  ${id}`]),
    ...(isNew && page !== undefined ? [`  read ${page}`] : []),
    '',
  ];
}

function trendLines({ line, before, perSecond, warnings }: Trend, paint: Paint, width: number): string[] {
  const { target, scenarios, from, to, replays, inconclusive } = line;
  const than = before === undefined ? '' : ` (${grouped(before.scenarios)} the night before)`;
  const said = [
    `${plural(scenarios, 'scenario')}${than}, ${from} to ${to} of the seed`,
    `${perSecond.toFixed(0)} a second`,
    `${grouped(inconclusive)} inconclusive`,
    plural(replays, 'replay'),
  ];
  return [
    ...hanging('  ', `${target}: ${said.join(', ')}`, width),
    ...warnings.flatMap((warning) => hanging('  ! ', warning, width).map((text) => text.replace('!', paint('yellow', '!')))),
  ];
}
