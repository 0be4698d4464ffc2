/** What came of an application, as people read it: inits by schedules, then a story for each cause. */
import { printable } from '../base/printable.ts';
import type { AppCell, AppRow } from '../app/cells.ts';
import type { Finding } from '../app/findings.ts';
import { interval } from '../app/rate.ts';
import type { Problem } from '../app/judge.ts';
import { stepText } from '../app/schedule.ts';
import { KINDS } from '../app/schedules.ts';
import type { StoryLine } from '../campaign/story.ts';
import type { AppFindingValue, AppValue } from './app-value.ts';
import { percent, plural, time } from './numbers.ts';
import type { Paint } from './paint.ts';
import { wrap } from './table.ts';

const ASIDE = {
  left: { title: 'children at end', about: 'processes that live on when PID 1 ends' },
  zombies: { title: 'zombies in use', about: 'nobody waits for them' },
} as const;

/** Title and meaning of a row. */
export const rowText = (row: AppRow): { title: string; about: string } => (row === 'left' || row === 'zombies' ? ASIDE[row] : KINDS[row]);

const SIGNS: Readonly<Record<AppCell['status'], string>> = { held: '✓', violated: '✕', flaky: '~', open: '?', 'not-applicable': '–' };
const STYLES = { held: 'green', violated: 'red', flaky: 'yellow', open: 'yellow', 'not-applicable': 'dim' } as const;

/** What is said of a problem in a cell. */
export function inCell(problem: Problem): string {
  switch (problem.kind) {
    case 'hangs':
      return problem.dropped ? 'never ends' : time(problem.ms);
    case 'lost':
      return `${problem.lost} lost`;
    case 'died':
      return `exits ${problem.code}`;
    case 'code':
      return `code ${problem.code}`;
    case 'hides-failure':
      return 'code 0';
    case 'left':
      return `${problem.names.length} left`;
    case 'zombies':
      return String(problem.names.length);
  }
}

/** A stop takes some ms, or seconds. */
const short = (ms: number): string => (ms < 1000 ? `${Math.max(0, Math.round(ms))} ms` : time(ms));

/** A cell without its colour. */
export function cellText({ status, problem, runs, failing, ms }: AppCell): string {
  const sign = SIGNS[status];
  if (problem !== undefined) return `${sign} ${inCell(problem)}${runs > 1 && failing < runs ? `, ${failing}/${runs}` : ''}`;
  return status === 'held' && ms !== undefined && ms >= 0 ? `${sign} ${short(ms)}` : sign;
}

export function appLines({ command, starts, cells, findings, ms, runs, seed }: AppValue, paint: Paint, width: number): string[] {
  const inits = starts.map(({ init }) => init);
  const rows = [...new Set(cells.map(({ row }) => row))].filter((row) =>
    cells.some((cell) => cell.row === row && cell.status !== 'not-applicable'),
  );
  const columns = inits.map(
    (init) => Math.max(init.length, ...cells.filter((cell) => cell.init === init).map((cell) => cellText(cell).length)) + 2,
  );
  const first = Math.max(...rows.map((row) => rowText(row).title.length), 4) + 2;
  const room = width - first - columns.reduce((sum, one) => sum + one, 2);
  return [
    `  ${paint('bold', printable(command.join(' ')))}`,
    ...starts.flatMap((start) => startLines(start)),
    '',
    `  ${' '.repeat(first)}${inits.map((init, n) => init.padEnd(columns[n] ?? 0)).join('')}`,
    ...rows.map((row) => {
      const line = inits.map((init, n) => {
        const cell = cells.find((one) => one.row === row && one.init === init);
        const text = cell === undefined ? '' : cellText(cell);
        return cell === undefined
          ? ' '.repeat(columns[n] ?? 0)
          : `${paint(STYLES[cell.status], text)}${' '.repeat(Math.max(0, (columns[n] ?? 0) - text.length))}`;
      });
      const { title, about } = rowText(row);
      return `  ${title.padEnd(first)}${line.join('')}${room >= about.length ? paint('dim', about) : ''}`.trimEnd();
    }),
    '',
    ...grouped(findings).flatMap((group) => findingLines(group, paint, width)),
    `  ${plural(runs, 'run')} in ${time(ms)}, seed ${seed}`,
  ];
}

function startLines({ init, ready, unjudged, stderr }: AppValue['starts'][number]): string[] {
  if (ready !== undefined) return [`  ready after ${short(ready)} (${init})`];
  const said = (stderr ?? '').trimEnd().split('\n').slice(-8).filter(Boolean);
  return [`  ? ${init}: ${printable(unjudged ?? '')}`, ...said.map((line) => `      ${printable(line)}`)];
}

/** Findings of one cause and one problem are one story, of however many inits and rows. */
function grouped(findings: readonly AppFindingValue[]): AppFindingValue[][] {
  const groups = new Map<string, AppFindingValue[]>();
  for (const one of findings) {
    const key = `${one.cause} ${one.problem.kind} ${one.said}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function findingLines(group: readonly AppFindingValue[], paint: Paint, width: number): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const inits = [...new Set(group.map(({ init }) => init))];
  const rows = [...new Set(group.map(({ row }) => rowText(row).title))];
  const [shown, runs] = first.repeats;
  const { low, high } = interval({ shown, runs });
  const sure =
    shown === runs
      ? `${shown} of ${runs}`
      : `${shown} of ${runs}: ${percent(Math.round(low * 100), 100)} to ${percent(Math.round(high * 100), 100)}`;
  const [head = '', ...more] = wrap(`${printable(first.said)} (${inits.join(', ')}: ${rows.join(', ')}; ${sure})`, width - 4);
  return [
    `${paint('red', '✕')} ${head}`,
    ...more.map((line) => `  ${line}`),
    ...first.story.map(storyText),
    ...first.advice.map(
      ({ said, helps, ms }) =>
        `    → ${printable(said)} ${paint('dim', helps ? `(with that: ${ms === undefined ? 'it holds' : `it stops in ${short(ms)}`}; tried)` : '(tried: it does not help)')}`,
    ),
    ...(first.case === undefined ? [] : [`    saved  ${first.case}`, `    again  npx initproof app replay ${first.case}`]),
    '',
  ];
}

/** A line of a story: seconds, who, what. */
export const storyText = ({ ms, who, what, fault }: StoryLine): string =>
  `  ${fault === true ? '✕' : ' '}${(ms / 1000).toFixed(3).padStart(8)}  ${who.padEnd(11)} ${what}`;

/** What is done, for formats that show a schedule. */
export const scheduleLines = ({ schedule }: Pick<Finding, 'schedule'>): string[] => [
  ...(schedule.terminal === true ? ['on a terminal'] : []),
  ...schedule.steps.map(stepText),
];
