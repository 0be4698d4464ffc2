/** The bench's answer as text. */
import { type Figures, median } from './rounds.ts';

export type Goal = { ratio: number } | { times: number; of: string };

/** One line a contender: rate (median, least, most), ratio to the bare loop (median of the rounds'), and whether its goal is reached. */
export function table(figures: readonly Figures[], goals: Readonly<Record<string, Goal>>): string {
  const lines = [['', 'per second', 'least..most', 'ratio', 'goal', '']];
  for (const each of figures) {
    const disturbed = each.disturbed > 0 ? `${each.disturbed} of ${each.rates.length} figures taken while others used the machine` : '';
    lines.push([each.name, round(median(each.rates)), `${round(Math.min(...each.rates))}..${round(Math.max(...each.rates))}`,
      median(each.ratios).toFixed(2), goal(each, figures, goals[each.name]), disturbed]);
  }
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines.map((line) => `${line.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join('  ').trimEnd()}\n`).join('');
}

function goal(each: Figures, all: readonly Figures[], wanted: Goal | undefined): string {
  if (wanted === undefined) return '';
  if ('ratio' in wanted) return `>= ${wanted.ratio.toFixed(2)} ${median(each.ratios) >= wanted.ratio ? 'yes' : 'NO'}`;
  const other = all.find(({ name }) => name === wanted.of);
  const times = median((other?.rates ?? []).map((rate, index) => rate / (each.rates[index] ?? 1)));
  return `<= ${wanted.times} times: ${times.toFixed(1)} ${times <= wanted.times ? 'yes' : 'NO'}`;
}

function round(rate: number): string {
  return Math.round(rate).toLocaleString('en-US');
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 || column > 3 ? cell.padEnd(width) : cell.padStart(width);
}
