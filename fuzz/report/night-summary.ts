/**
 * Nights as a summary, so that every format of a campaign is one of theirs: the checks of the last night, and each finding as it stands. Known
 * are those that fail no night.
 */
import { consequenceOf } from '../campaign/account.ts';
import type { PropertyTally } from '../campaign/events.ts';
import { writeCase } from '../cases/case-file.ts';
import { plainnessOf } from '../cause/plainness.ts';
import { isNews, type State } from '../nightly/finding.ts';
import type { HistoryLine } from '../nightly/schema.ts';
import type { FindingValue, NightsValue } from '../nightly/value.ts';
import { trends } from '../nightly/trend.ts';
import { explain } from '../scenario/explain.ts';
import { inOrder, standingOf } from './night-lines.ts';
import { type Finding, type Status, type Summary, Summing } from './summary.ts';
import type { ValueOf } from './values.ts';

/** One that is gone may be rare, and nothing was repaired: it is known still. */
const STATUS: Readonly<Record<State, Status>> = {
  new: 'failed',
  back: 'failed',
  still: 'known',
  flaky: 'flaky',
  accepted: 'known',
  gone: 'known',
  fixed: 'held',
};

export function nightSummary(nights: NightsValue): Summary {
  const { findings, tonight, history, warnings } = nights;
  const summing = new Summing();
  for (const finding of inOrder(findings)) takeFinding(finding, summing);
  for (const line of tonight) takeLine(line, summing);
  for (const { line, warnings: odd } of trends(history, tonight)) summing.note(...odd.map((warning) => `${line.target}: ${warning}`));
  summing.note(...warnings);
  return { ...summing.done(), nights };
}

function takeFinding(finding: FindingValue, summing: Summing): void {
  const { target, property: name, state, said } = finding;
  const drawn = findingOf(finding);
  const status = STATUS[state];
  const shows = status === 'failed' || status === 'known';
  summing.settles(finding);
  if (shows) summing.finds(drawn);
  summing.mark({ target, name, status, said: [`${said} (${standingOf(finding)})`], findings: shows ? [drawn] : [], file: drawn.case });
}

function takeLine(line: HistoryLine, summing: Summing): void {
  const { target, scenarios, inconclusive, ms, verdicts, void: why } = line;
  if (why !== undefined) summing.mark({ target, name: 'can be relied upon', status: 'error', said: [`Nothing is called fixed: ${why}`] });
  const properties = Object.entries(verdicts).map(([property, counts]) => ({ ...NONE, ...counts, property }));
  const told: ValueOf<'target'> = { type: 'target', target, scenarios, inconclusive, doubts: [], ms, properties };
  summing.take(told);
}

const NONE: Omit<PropertyTally, 'property'> = { holds: 0, violated: 0, inconclusive: 0, 'not-applicable': 0, expected: 0, tampered: 0 };

/** Of one whose case, or whose picture, is not there any more, that part is empty. */
function findingOf(finding: FindingValue): Finding {
  const { target, property, signature, said, id, case: path, rate, state, stored, told } = finding;
  const consequence = consequenceOf(signature);
  const { due, cause, timeline, elsewhere, story = [], stderr = [] } = told ?? {};
  return {
    ...(stored === undefined ? {} : plainnessOf(stored.case.scenario)),
    target,
    property,
    signature,
    said,
    id,
    case: stored?.path ?? path,
    known: !isNews(state),
    repeats: [rate.shown, rate.runs],
    standing: standingOf(finding),
    scenario: stored === undefined ? [] : explain(stored.case.scenario),
    yaml: stored === undefined ? '' : writeCase(stored.case),
    story,
    stderr,
    ...(consequence === undefined ? {} : { consequence }),
    ...(due === undefined ? {} : { due }),
    ...(cause === undefined ? {} : { cause }),
    ...(timeline === undefined ? {} : { timeline }),
    ...(elsewhere === undefined ? {} : { elsewhere }),
  };
}
