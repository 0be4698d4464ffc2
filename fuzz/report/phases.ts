/**
 * A campaign under way, for a terminal: a line for each of its two phases, which go on side by side, then the sums, then what else it does.
 */
import type { CampaignEvent } from '../campaign/events.ts';
import { GRACE_MS, KNOWN_SHARE } from '../campaign/time-limit.ts';
import { clock, grouped, percent } from './numbers.ts';
import type { Paint } from './paint.ts';

type Of<Type extends CampaignEvent['type']> = Extract<CampaignEvent, { type: Type }>;

export interface Moment {
  event: Of<'progress'>;
  begin: Of<'campaign'> | undefined;
  /** Known faults that were seen again, by their signatures: on how many inits does not matter. */
  faults: number;
}

/** The words for a width of the terminal: what counts must not be cut. */
interface Words {
  known: string;
  checked: string;
  unknown: string;
  later: string;
  scenarios: string;
  /** Time since the beginning, where there is room for what is left as well. */
  since(ms: number): string;
  about: string;
  again: string;
  errors: string;
  indent: number;
}

/** Least columns for each. */
const WORDS: readonly [number, Words][] = [
  [
    92,
    {
      known: 'checking what is known',
      checked: 'checked what is known',
      unknown: 'looking for what is not',
      later: ': the others have their turn next time',
      scenarios: ' scenarios',
      since: (ms) => `, ${clock(ms)}`,
      about: 'about ',
      again: ' faults seen again',
      errors: 'internal errors',
      indent: 10,
    },
  ],
  [
    76,
    {
      known: 'checking known',
      checked: 'checked known',
      unknown: 'looking for new',
      later: ', the others next time',
      scenarios: ' scenarios',
      since: () => '',
      about: 'about ',
      again: ' faults seen again',
      errors: 'internal errors',
      indent: 2,
    },
  ],
  [
    0,
    {
      known: 'known',
      checked: 'known',
      unknown: 'new',
      later: '',
      scenarios: '',
      since: () => '',
      about: '',
      again: '',
      errors: 'internal',
      indent: 2,
    },
  ],
];

/** Columns of a bar: at most, and at least, since a shorter one tells nothing. */
const LONGEST_BAR = 20;
const SHORTEST_BAR = 4;

/** `columns`: of the terminal. */
export function phaseLines(moment: Moment, columns: number, paint: Paint): string[] {
  const words = WORDS.find(([least]) => columns >= least)?.[1] as Words;
  const { event } = moment;
  const line = ({ name, share, counted }: Phase, head: string): string => {
    const start = `${head}${name.padEnd(Math.max(words.known.length, words.unknown.length, FINISHING.length))}`;
    const room = Math.min(LONGEST_BAR, columns - 1 - start.length - counted.length - 4);
    return share === undefined || room < SHORTEST_BAR ? `${start}  ${counted}` : `${start}  ${bar(share, room, paint)}  ${counted}`;
  };
  const isAlone = event.toReplay === 0;
  const indent = ' '.repeat(isAlone ? 2 : words.indent);
  return [
    ...(isAlone ? [] : [line(knownPhase(moment, words), '  1 of 2  ')]),
    line(unknownPhase(moment, words), isAlone ? '  ' : '  2 of 2  '),
    ...[sumsOf(moment, words), ...(event.doing === undefined ? [] : [event.doing])].map((text) => `${indent}${paint('dim', text)}`),
  ];
}

/** `share`: of it that is done; undefined when that is no question any more. */
interface Phase {
  name: string;
  share?: number;
  counted: string;
}

const FINISHING = 'finishing';

function knownPhase({ event, begin }: Moment, { known, checked, later, about }: Words): Phase {
  const { replayed, toReplay, checking, ms } = event;
  const counted = `${grouped(replayed)} / ${grouped(toReplay)} replays`;
  if (checking !== true) return { name: checked, counted: `${counted}${replayed < toReplay ? later : ''}` };
  const byRate = replayed === 0 ? Number.POSITIVE_INFINITY : (ms / replayed) * (toReplay - replayed);
  const byTime = begin?.budgetMs === undefined ? Number.POSITIVE_INFINITY : begin.budgetMs * KNOWN_SHARE - ms;
  return { name: known, share: replayed / toReplay, counted: `${counted}${leftOf(Math.min(byRate, byTime), about)}` };
}

function unknownPhase({ event, begin }: Moment, { unknown, scenarios, since, about }: Words): Phase {
  const { ms, done, of, perSecond, doing } = event;
  const budget = begin?.budgetMs;
  const counted = `${grouped(done)}${of === undefined ? '' : ` / ${grouped(of)}`}${scenarios}`;
  if ((budget !== undefined && ms >= budget) || (of !== undefined && done >= of)) {
    const isBounded = budget !== undefined && doing !== undefined;
    return { name: FINISHING, counted: `${counted}${isBounded ? `, at most ${clock(Math.max(0, budget + GRACE_MS - ms) + 999)}` : ''}` };
  }
  const share = Math.max(of === undefined ? 0 : done / of, budget === undefined ? 0 : ms / budget);
  const byRate = of === undefined || perSecond === 0 ? Number.POSITIVE_INFINITY : ((of - done) / perSecond) * 1000;
  const byTime = budget === undefined ? Number.POSITIVE_INFINITY : budget - ms;
  const left = leftOf(Math.min(byRate, byTime), about);
  const clocks = left === '' ? `, ${clock(ms)}` : `${since(ms)}${left}`;
  return { name: unknown, share, counted: `${counted}, ${grouped(Math.round(perSecond))} /s${clocks}` };
}

/** Nothing where it cannot be told. */
const leftOf = (ms: number, about: string): string => (Number.isFinite(ms) ? `, ${about}${clock(Math.max(0, ms))} left` : '');

const bar = (share: number, width: number, paint: Paint): string =>
  paint('cyan', '█'.repeat(Math.round(Math.min(1, share) * width)).padEnd(width, '░'));

/** What is flaky has a line of its own when it is. */
function sumsOf({ event, faults }: Moment, { again, errors }: Words): string {
  const { new: news, inconclusive, done, harnessErrors, features, newestMs = 0, ms } = event;
  return [
    `new ${news}`,
    `known ${grouped(faults)}${faults === 1 ? again.replace('faults', 'fault') : again}`,
    `unsure ${percent(inconclusive, done)}`,
    `${errors} ${harnessErrors}`,
    // When nothing new has come for long, there is little left to come.
    ...(features === undefined ? [] : [`features ${grouped(features)} (last new ${clock(Math.max(0, ms - newestMs))} ago)`]),
  ].join(' · ');
}
