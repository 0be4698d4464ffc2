/** The findings of a campaign, as its end tells them: a screen of what a plain `docker run` has, and a line for the rest. */
import type { CampaignEvent } from '../campaign/events.ts';
import { alike } from './alike.ts';
import { briefLines, failureLines, nameOfCase } from './failure.ts';
import { needsIn, ranked } from './harm.ts';
import { plural } from './numbers.ts';
import { inert, type Paint } from './paint.ts';
import { wrap } from './table.ts';

type Failure = Extract<CampaignEvent, { type: 'failure' }>;

/** Findings on the screen: what is read before the first is looked into. */
const MOST_SHOWN = 8;
/** Lines: a picture takes some 27, a finding in brief some 9, and what is behind them 10. The first is there however long it is. */
const SCREEN = 56;
/** Findings, and kinds of launch and event, that the last line lists: with their cases some lines of 80 columns. */
const MOST_LISTED = 5;

export interface Screen {
  begin: { seed: number } | undefined;
  paint: Paint;
  /** Columns. */
  width: number;
  /** Each finding with its picture. */
  verbose: boolean;
}

/** No lines where there are no findings. */
export function findingsLines(failures: readonly Failure[], screen: Screen): string[] {
  const { begin, paint, width, verbose } = screen;
  const all = ranked(failures);
  const picture = (failure: Failure): string[] => [...failureLines(failure, begin, paint, width), ''];
  if (verbose) return [...headOf(all, screen), ...all.flatMap(picture)];
  const groups = alike(all);
  const [first, ...others] = groups;
  if (first === undefined) return [];
  const shown = [[...failureLines(first.worst, begin, paint, width, first.others), '']];
  for (const { worst, others: like } of others) {
    const brief = [...briefLines(worst, paint, width, like), ''];
    const lines = shown.flat().length + brief.length;
    if (needsIn(worst).length > 0 || shown.length === MOST_SHOWN || lines > SCREEN) break;
    shown.push(brief);
  }
  const rest = groups.slice(shown.length).flatMap(({ worst, others: like }) => [worst, ...like]);
  return [...headOf(all, screen), ...shown.flat(), ...(rest.length === 0 ? [] : [...foldLines(rest, screen), ''])];
}

/** Of one finding there is nothing to say before it. */
function headOf(all: readonly Failure[], { width }: Screen): string[] {
  if (all.length < 2) return [];
  const plain = all.filter((failure) => needsIn(failure).length === 0).length;
  const how =
    plain === 0
      ? 'none of them in a plain `docker run`: the worst first'
      : plain === all.length
        ? 'all in a plain `docker run`: the worst first'
        : `${plain} of them in a plain \`docker run\`: these first, the worst at the top`;
  return [...wrap(`${plural(all.length, 'finding')}, ${how}`, width), ''];
}

/** How many more, by what they need, each with the worst case of it; and what tells more. One sentence. */
function foldLines(rest: readonly Failure[], { width }: Screen): string[] {
  const unusual = rest.filter((failure) => needsIn(failure).length > 0);
  const plain = rest.filter((failure) => needsIn(failure).length === 0);
  const [first] = rest;
  const parts = [
    ...(plain.length === 0 ? [] : [`${plain.length} more of a plain \`docker run\`: ${listed(plain, ({ signature }) => signature)}`]),
    ...(unusual.length === 0
      ? []
      : [`${unusual.length} more ${unusual.length === 1 ? 'needs' : 'need'} an unusual launch or event: ${listed(unusual, firstNeed)}`]),
    `\`--verbose\` shows ${rest.length === 1 ? 'it' : 'them'}${first === undefined ? '' : `, or npx initproof explain ${nameOfCase(first)}`}`,
  ];
  return wrap(inert(parts.join('; ')), width - 4).map((line, n) => (n === 0 ? `  ${line}` : `    ${line}`));
}

/** The launch goes before the events: what was not made small may need many things, most of which it does not. */
const firstNeed = (failure: Failure): string => needsIn(failure)[0] ?? '';

/** By what `of` says of each, in their order: `started with SIGCHLD ignored (c41a9f6d and 1 more)`. */
function listed(failures: readonly Failure[], of: (failure: Failure) => string): string {
  const groups = new Map<string, string[]>();
  for (const failure of failures) groups.set(of(failure), [...(groups.get(of(failure)) ?? []), failure.id]);
  const told = [...groups].slice(0, MOST_LISTED).map(([what, [id, ...others]]) => `${what} (${[id, ...more(others.length)].join(' ')})`);
  return [...told, ...(groups.size > told.length ? [`and ${groups.size - told.length} more`] : [])].join(', ');
}

const more = (count: number): string[] => (count === 0 ? [] : [`and ${count} more`]);
