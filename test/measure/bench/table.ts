/** The bench's answer as text. */
import { type Memory, MEMORY_GROWTH, RUNS } from './memory.ts';
import { counted, type Figures, median, type Sample } from './rounds.ts';

/** A ratio to the bare loop, or the cost as a multiple of that of another contender. */
export type Goal = { ratio: number } | { times: number; of: string };

/** Scenarios that the generator must draw in a second of one core. */
const GENERATOR_GOAL = 50_000;

const HEAD = ['', 'per second', 'least..most', 'ratio', 'goal', ''];

/** One line a contender: rate (median, least, most), ratio to the bare loop beside it (median), and whether its goal is reached. */
export function speedRows(figures: readonly Figures[], goals: Readonly<Record<string, Goal>>): string[][] {
  return figures.map((each) => [...speed(each.name, counted(each), goal(each, figures, goals[each.name])), remark(each)]);
}

function speed(name: string, samples: readonly Sample[], wanted: string): string[] {
  const rates = samples.map(({ rate }) => rate);
  return [name, number(median(rates)), range(rates), median(samples.map(({ ratio }) => ratio)).toFixed(2), wanted];
}

function goal(each: Figures, all: readonly Figures[], wanted: Goal | undefined): string {
  if (wanted === undefined) return '';
  const ratio = ratioOf(each);
  if ('ratio' in wanted) return `>= ${wanted.ratio.toFixed(2)} ${yes(ratio >= wanted.ratio)}`;
  const other = all.find(({ name }) => name === wanted.of);
  const times = other === undefined ? Number.NaN : ratioOf(other) / ratio;
  return `<= ${wanted.times} times: ${times.toFixed(1)} ${yes(times <= wanted.times)}`;
}

const ratioOf = (figures: Figures): number => median(counted(figures).map(({ ratio }) => ratio));

function remark(figures: Figures): string {
  const rounds = figures.samples.length;
  const quiet = figures.samples.filter((sample) => sample.quiet).length;
  if (quiet === rounds) return '';
  return quiet === 0 ? 'others used the machine all the time' : `of ${quiet} of ${rounds}: others used the machine in the rest`;
}

/** `perSecond`: of scenarios drawn, in seconds of processor time. */
export function generatorRow(perSecond: readonly number[]): string[] {
  const middle = median(perSecond);
  return ['generator, one core', number(middle), range(perSecond), '', `>= ${number(GENERATOR_GOAL)} ${yes(middle >= GENERATOR_GOAL)}`, ''];
}

/** The memory of Node and of the executors over many runs: how much more there was in the last half of them than in the first. */
export function memoryRows(looks: readonly Memory[]): string[][] {
  return (['node', 'executors'] as const).map((who) => {
    const mib = looks.map((look) => look[who] / 1_048_576);
    const half = mib.length >> 1;
    const growth = Math.max(...mib.slice(half)) / Math.max(...mib.slice(0, half));
    const wanted = `<= ${MEMORY_GROWTH.toFixed(2)} ${yes(growth <= MEMORY_GROWTH)}`;
    return [`memory of ${who}, MiB`, '', range(mib), growth.toFixed(2), wanted, `over ${number(RUNS)} runs of the rich scenario`];
  });
}

/** The rows in columns, under a head. */
export function table(rows: readonly string[][]): string {
  const lines = [HEAD, ...rows];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, column) => pad(cell, widths[column] ?? 0, column))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

const yes = (reached: boolean): string => (reached ? 'yes' : 'NO');
const range = (values: readonly number[]): string => `${number(Math.min(...values))}..${number(Math.max(...values))}`;
const number = (value: number): string => Math.round(value).toLocaleString('en-US');
const pad = (cell: string, width: number, column: number): string =>
  column === 0 || column > 3 ? cell.padEnd(width) : cell.padStart(width);
