/** What was judged on one target, for people. */
import type { Doubt, Nothing } from '../campaign/event-parts.ts';
import type { CampaignEvent, PropertyTally } from '../campaign/events.ts';
import { grouped, plural } from './numbers.ts';
import type { Paint } from './paint.ts';
import { hanging, table, USUAL_WIDTH } from './table.ts';

const judged = ({ holds, violated, expected }: PropertyTally): number => holds + violated + expected;

/** A tick is for what held: where nothing was judged there is none, and why. */
const NOTHING: { [Why in Nothing]: (scenarios: number) => string } = {
  interrupted: () => 'nothing was run: it was interrupted before',
  'no-time': () => 'nothing was tried: no scenario came to its end within the time; --time gives more',
  'harness-errors': () => 'nothing was judged: each scenario ended as an internal error of initproof',
  'starts-nothing': () => 'nothing was run: it never starts the command that it is given',
  'not-applicable': (scenarios) => `nothing was judged: no property applies to any of ${plural(scenarios, 'scenario')}`,
};

/** Scenarios whose record was tampered with: the same number at each property. */
const tamperedIn = (properties: readonly PropertyTally[]): number => Math.max(0, ...properties.map(({ tampered }) => tampered));

/** Declared deviations of all properties. */
export const deviationsOf = ({ properties }: { properties: readonly PropertyTally[] }): number =>
  properties.reduce((sum, tally) => sum + tally.expected, 0);

/** Properties of which the name is told: of more, how many. */
const FEW = 2;

/** Those that no scenario said anything of, so that the sum is that of the beginning. */
function notApplying(properties: readonly PropertyTally[]): string[] {
  const none = properties.filter((tally) => judged(tally) === 0).map(({ property }) => property);
  if (none.length === 0) return [];
  return [none.length <= FEW ? `${none.join(' and ')} not judged` : `${none.length} not judged`];
}

/** One line, and one more for each property that is news; for all of them with `verbose`. */
export function targetLines(
  { target, scenarios, inconclusive, doubts, properties, known = [], nothing }: Extract<CampaignEvent, { type: 'target' }>,
  paint: Paint,
  verbose: boolean,
  width = USUAL_WIDTH,
): string[] {
  if (nothing !== undefined) return [`${paint('yellow', '?')} ${target}: ${NOTHING[nothing](scenarios)}`];
  const held = properties.filter((tally) => tally.violated === 0 && judged(tally) > 0).length;
  const violated = properties.filter((tally) => tally.violated > 0);
  const knownly = violated.filter(({ property }) => known.includes(property)).length;
  const broken = violated.length - knownly;
  // As the exit code has it (campaign/tally.ts).
  const unsure = inconclusive * 2 > scenarios;
  const forged = tamperedIn(properties);
  const said = [
    ...(broken > 0 ? [`${plural(broken, 'property', 'properties')} violated`] : []),
    ...(knownly > 0 ? [`${plural(knownly, 'property', 'properties')} with known faults${broken > 0 ? '' : ', none new'}`] : []),
    violated.length > 0 ? `${held} held` : `${plural(held, 'property', 'properties')} held`,
    ...(forged > 0 ? [] : notApplying(properties)),
  ].join(', ');
  const expected = deviationsOf({ properties });
  const deviations = expected === 0 || verbose ? '' : `; ${plural(expected, 'declared deviation')}`;
  const shown = properties.filter((tally) => verbose || tally.violated > 0);
  const forging = forged === 0 ? '' : `; no verdict is evidence: ${plural(forged, 'record')} tampered with`;
  const unsureOf = unsure ? `; ${grouped(inconclusive)} inconclusive` : '';
  const [style, mark] = MARKS[broken + forged > 0 ? 'violated' : unsure ? 'unsure' : knownly > 0 ? 'known' : 'held'];
  const rows = shown.map((tally) => row(tally, known.includes(tally.property)));
  const head = `${target}: ${said} over ${plural(scenarios, 'scenario')}${deviations}${unsureOf}${forging}`;
  return [
    ...hanging(`${mark} `, head, width).map((line, n) => (n === 0 ? line.replace(mark, paint(style, mark)) : line)),
    ...rowLines(rows, width),
    ...(unsure || verbose ? doubtLines(doubts) : []),
  ];
}

/** Reasons that are told: the rest is rare. */
const MOST_DOUBTS = 5;

function doubtLines(doubts: readonly Doubt[]): string[] {
  const told = doubts.slice(0, MOST_DOUBTS).map(({ why, scenarios }) => [grouped(scenarios), why]);
  const more = doubts.length - told.length;
  return [
    ...(told.length === 0 ? [] : ['  inconclusive, since', ...table(told, '    ')]),
    ...(more > 0 ? [`    and for ${plural(more, 'rarer reason')}`] : []),
  ];
}

/** What is known has neither a cross, since it fails nothing, nor a tick. */
const MARKS = { violated: ['red', '✕'], unsure: ['yellow', '?'], known: ['yellow', '·'], held: ['green', '✓'] } as const;

/** The last column in several lines where it has no room in one. */
function rowLines(rows: readonly (readonly string[])[], width: number): string[] {
  const heads = table(rows.map(([property = '', count = '', notes = '']) => [property, count, notes === '' ? '' : '|']));
  return heads.flatMap((head, n) => (head.endsWith('|') ? hanging(head.slice(0, -1), rows[n]?.[2] ?? '', width) : head));
}

function row(tally: PropertyTally, known: boolean): string[] {
  const notes = [
    tally.tampered > 0 ? `${grouped(tally.tampered)} tampered with` : [],
    tally.violated > 0 ? `${grouped(tally.violated)} violated${known ? ', all known' : ''}` : [],
    tally.expected > 0 ? `${grouped(tally.expected)} declared deviations` : [],
    tally.inconclusive > 0 ? `${grouped(tally.inconclusive)} inconclusive` : [],
  ].flat();
  return [tally.property, `${grouped(judged(tally))} judged`, notes.join(', ')];
}
