/** What was judged on one target, for people. */
import type { Nothing } from '../campaign/event-parts.ts';
import type { CampaignEvent, PropertyTally } from '../campaign/events.ts';
import { grouped, plural } from './numbers.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';

const judged = ({ holds, violated, expected }: PropertyTally): number => holds + violated + expected;

/** A tick is for what held: where nothing was judged there is none, and why. */
const NOTHING: { [Why in Nothing]: (scenarios: number) => string } = {
  interrupted: () => 'nothing was run: it was interrupted before',
  'no-time': () =>
    'nothing new was run: the time was over before the first scenario; --time gives more, --no-corpus replays no cases before',
  'harness-errors': () => 'nothing was judged: each scenario ended as a harness error',
  'not-applicable': (scenarios) => `nothing was judged: no property applies to any of ${plural(scenarios, 'scenario')}`,
};

/** Scenarios whose record was tampered with: the same number at each property. */
const tamperedIn = (properties: readonly PropertyTally[]): number => Math.max(0, ...properties.map(({ tampered }) => tampered));

/** One line, and one more for each property that is news; for all of them with `verbose`. */
export function targetLines(
  { target, scenarios, inconclusive, properties, nothing }: Extract<CampaignEvent, { type: 'target' }>,
  paint: Paint,
  verbose: boolean,
): string[] {
  if (nothing !== undefined) return [`${paint('yellow', '?')} ${target}: ${NOTHING[nothing](scenarios)}`];
  const held = properties.filter((tally) => tally.violated === 0 && judged(tally) > 0).length;
  const broken = properties.filter((tally) => tally.violated > 0).length;
  // As the exit code has it (campaign/tally.ts).
  const unsure = inconclusive * 2 > scenarios;
  const forged = tamperedIn(properties);
  const mark = broken + forged > 0 ? paint('red', '✕') : unsure ? paint('yellow', '?') : paint('green', '✓');
  const said =
    broken > 0 ? `${plural(broken, 'property', 'properties')} violated, ${held} held` : `${plural(held, 'property', 'properties')} held`;
  const expected = properties.reduce((sum, tally) => sum + tally.expected, 0);
  const deviations = expected === 0 || verbose ? '' : `; ${plural(expected, 'declared deviation')}`;
  const shown = properties.filter((tally) => verbose || tally.violated > 0);
  const forging = forged === 0 ? '' : `; no verdict is evidence: ${plural(forged, 'record')} tampered with`;
  const doubts = unsure ? `; ${grouped(inconclusive)} inconclusive` : '';
  return [`${mark} ${target}: ${said} over ${plural(scenarios, 'scenario')}${deviations}${doubts}${forging}`, ...table(shown.map(row))];
}

function row(tally: PropertyTally): string[] {
  const notes = [
    tally.tampered > 0 ? `${grouped(tally.tampered)} tampered with` : [],
    tally.violated > 0 ? `${grouped(tally.violated)} violated` : [],
    tally.expected > 0 ? `${grouped(tally.expected)} declared deviations` : [],
    tally.inconclusive > 0 ? `${grouped(tally.inconclusive)} inconclusive` : [],
  ].flat();
  return [tally.property, `${grouped(judged(tally))} judged`, notes.join(', ')];
}
