/** How nights compare: of each target, tonight beside the night before. Pure. */
import type { HistoryLine } from './schema.ts';

export interface Trend {
  line: HistoryLine;
  /** Its night before; undefined at the first. */
  before: HistoryLine | undefined;
  perSecond: number;
  /** What is odd about the night itself, in clauses. */
  warnings: string[];
}

/** A share of scenarios that could not be judged at which the rest is worth less than it looks. */
const UNSURE = 0.01;
/** A night that is slower than this part of the one before has had another machine, or another init. */
const SLOWER = 0.5;

export const perSecond = ({ scenarios, ms }: HistoryLine): number => (scenarios * 1000) / Math.max(1, ms);

/** One for each target of the last night. */
export function trends(history: readonly HistoryLine[], tonight: readonly HistoryLine[]): Trend[] {
  return tonight.map((line) => {
    const before = history.findLast(({ target, night }) => target === line.target && night < line.night);
    return { line, before, perSecond: perSecond(line), warnings: warningsOf(line, before) };
  });
}

function warningsOf(line: HistoryLine, before: HistoryLine | undefined): string[] {
  const { scenarios, inconclusive } = line;
  const slower = before !== undefined && before.scenarios > 0 && perSecond(line) < perSecond(before) * SLOWER;
  return [
    ...(line.void === undefined ? [] : [`nothing is called fixed: ${line.void}`]),
    ...(scenarios > 0 && inconclusive > scenarios * UNSURE
      ? [`${((100 * inconclusive) / scenarios).toFixed(1)} % could not be judged`]
      : []),
    ...(slower ? [`${perSecond(line).toFixed(0)} scenarios a second, and ${perSecond(before).toFixed(0)} the night before`] : []),
  ];
}
