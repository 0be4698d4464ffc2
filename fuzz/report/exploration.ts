/**
 * An exploration as a matrix, for people: system calls down, what happened there across. What has the same outcomes everywhere shares a
 * column, and calls that follow one another with the same outcomes share a row.
 */
import type { Settled } from '../explore/cells.ts';
import type { Explored } from '../explore/explore-base.ts';
import { AT_FAULT, type Outcome, SOUND, UNDECIDED } from '../explore/outcome.ts';
import type { Place } from '../guide/places.ts';
import { grouped, plural, time } from './numbers.ts';
import type { Paint } from './paint.ts';
import { table, wrap } from './table.ts';

const WIDTH = 96;
/** Cells at fault that are named: they are mostly of one kind. */
const MOST_NAMED = 20;
const MEANINGS: Readonly<Record<string, string>> = { ...SOUND, ...AT_FAULT, ...UNDECIDED };

interface Row {
  first: Place;
  last: Place;
  /** By happening. */
  outcomes: Map<string, Outcome>;
}

export function explorationLines(explored: Explored, paint: Paint): string[] {
  const { base, cells, calls, runs, ms } = explored;
  const rows = merge(rowsOf(cells.filter(({ synthetic }) => synthetic !== true)));
  const columns = columnsOf(rows);
  const head = ['after', 'held at', ...columns.map((_, index) => letter(index))];
  const body = rows.map(({ first, last, outcomes }) => [
    first.after < 0 ? 'the start' : `step ${first.after + 1}`,
    placeInWords(first, last),
    ...columns.map(([happening = '']) => cell(outcomes.get(happening))),
  ]);
  const seen = new Set(cells.map(({ outcome }) => outcome));
  return [
    `${paint('bold', base.name)}: ${base.title}`,
    `  ${plural(calls, 'system call')} of the init, ${plural(cells.length, 'cell')}, ${plural(runs, 'run')} in ${time(ms)}`,
    '',
    ...table([head, ...body]).map((line) => line.replace(/✕ [a-z-]+/g, (text) => paint('red', text))),
    '',
    ...columns.flatMap((names, index) => wrap(`${letter(index)}: ${names.join(', ')}`, WIDTH).map((line) => `  ${line}`)),
    '',
    ...syntheticLines(cells),
    ...[...seen].sort().map((outcome) => `  ${paint('dim', `${outcome}: ${MEANINGS[outcome] ?? ''}`)}`),
    '',
  ];
}

/** Of several things at several calls there are too many for a matrix: how many cells have which outcome, and those at fault. */
export function listLines({ base, cells, runs, ms, bound }: Explored, paint: Paint): string[] {
  const counts = new Map<Outcome, number>();
  for (const { outcome } of cells) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const faults = cells.filter(({ outcome }) => outcome in AT_FAULT);
  return [
    `${paint('bold', base.name)}: ${base.title}, ${bound === undefined ? 'pairs' : 'schedules'}`,
    `  ${plural(cells.length, 'cell')}, ${plural(runs, 'run')} in ${time(ms)}`,
    ...(bound === undefined
      ? []
      : [`  each meets a bug of the depth, if its things are drawn, with a chance of 1 in ${grouped(bound)} at least`]),
    '',
    ...table([...counts].map(([outcome, count]) => [outcome, grouped(count), MEANINGS[outcome] ?? ''])),
    ...faults
      .slice(0, MOST_NAMED)
      .map(({ place, happening, outcome }) => `  ${cell(outcome)}  ${placeInWords(place, place)}: ${happening}`),
    ...(faults.length > MOST_NAMED ? [`  and ${faults.length - MOST_NAMED} more: --json has them all`] : []),
    '',
  ];
}

/** Calls that were answered and not made, by outcome: what is at fault there is synthetic, and counts as nothing. */
function syntheticLines(cells: readonly Settled[]): string[] {
  const calls = new Map<Outcome, Set<string>>();
  for (const { synthetic, outcome, place, happening } of cells)
    if (synthetic === true) calls.set(outcome, (calls.get(outcome) ?? new Set()).add(`${place.call} ${happening}`));
  if (calls.size === 0) return [];
  const lines = [...calls].map(([outcome, names]) => `${cell(outcome)}: ${[...names].sort().join(', ')}`);
  return [
    '  calls that are answered and not made (synthetic):',
    ...lines.flatMap((line) => wrap(line, WIDTH)).map((line) => `  ${line}`),
    '',
  ];
}

const cell = (outcome: Outcome | undefined): string => (outcome === undefined ? '–' : outcome in AT_FAULT ? `✕ ${outcome}` : outcome);

const samePlace = (a: Place, b: Place): boolean =>
  a.after === b.after && a.of === b.of && a.call === b.call && a.nth === b.nth && a.when === b.when;

function rowsOf(cells: readonly Settled[]): Row[] {
  const rows: Row[] = [];
  for (const { place, happening, outcome } of cells) {
    const last = rows.at(-1);
    if (last !== undefined && samePlace(last.first, place)) last.outcomes.set(happening, outcome);
    else rows.push({ first: place, last: place, outcomes: new Map([[happening, outcome]]) });
  }
  return rows;
}

function merge(rows: readonly Row[]): Row[] {
  const merged: Row[] = [];
  for (const row of rows) {
    const before = merged.at(-1);
    if (before?.first.after === row.first.after && sameOutcomes(before, row)) before.last = row.first;
    else merged.push({ ...row });
  }
  return merged;
}

const sameOutcomes = (a: Row, b: Row): boolean =>
  a.outcomes.size === b.outcomes.size && [...a.outcomes].every(([happening, outcome]) => b.outcomes.get(happening) === outcome);

/** Happenings with the same outcome in each row, together. */
function columnsOf(rows: readonly Row[]): string[][] {
  const names = new Set(rows.flatMap(({ outcomes }) => [...outcomes.keys()]));
  const columns = new Map<string, string[]>();
  for (const name of names) {
    const key = rows.map(({ outcomes }) => outcomes.get(name) ?? '').join(' ');
    columns.set(key, [...(columns.get(key) ?? []), name]);
  }
  return [...columns.values()];
}

/** A..Z, then AA, AB and so on. */
const letter = (index: number): string => (index < 26 ? '' : letter(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));

function placeInWords(first: Place, last: Place): string {
  const one = ({ of, call, nth, when, index }: Place): string =>
    `${of === 'child' ? 'child: ' : `${index}. `}${call}${nth > 1 ? ` ${grouped(nth)}` : ''} ${when}`;
  return samePlace(first, last) ? one(first) : `${one(first)} … ${one(last)}`;
}
