/** The table of an application: what came of each kind of schedule behind an init. */
import type { Init } from './application.ts';
import { type Found, isSure, type Tried } from './findings.ts';
import type { Problem } from './judge.ts';
import type { KindName } from './schedules.ts';

/** What came of one kind of schedule behind one init. `failing`: of so many `runs`. */
export interface AppCell {
  init: string;
  row: AppRow;
  status: 'held' | 'violated' | 'flaky' | 'open' | 'not-applicable';
  runs: number;
  failing: number;
  /** ms from the first signal to the end of PID 1, the longest that held. */
  ms?: number;
  code?: number;
  problem?: Problem;
  said?: string;
}

/** Rows of the table: kinds, and what is looked at in all runs. */
export type AppRow = KindName | 'left' | 'zombies';

/** A cell for each row. `drawn`: the schedules that there were for it; `tried`: those that were run. */
export function cellsOf(
  init: Init,
  kinds: readonly KindName[],
  drawn: readonly { kind: KindName }[],
  tried: readonly Tried[],
  found: readonly Found[],
): AppCell[] {
  const rows: AppRow[] = [...kinds, 'left', 'zombies'];
  return rows.map((row) => {
    const aside = row === 'left' || row === 'zombies';
    const own = tried.filter(({ kind }) => aside || kind === row);
    const worst = found
      .filter((one) => one.row === row)
      .toSorted((a, b) => Number(isSure(b)) - Number(isSure(a)) || b.failing - a.failing)[0];
    const cell = cellOf(own, worst, aside || drawn.some(({ kind }) => kind === row));
    return { init: init.name, row, ...(aside ? withoutTime(cell) : cell) };
  });
}

/** Of what is looked at in all runs, none is the one. */
const withoutTime = ({ ms: _, code: __, ...cell }: Omit<AppCell, 'init' | 'row'>): Omit<AppCell, 'init' | 'row'> => cell;

function cellOf(tried: readonly Tried[], worst: Found | undefined, applies: boolean): Omit<AppCell, 'init' | 'row'> {
  const judged = tried.filter(({ run }) => run.unjudged === undefined);
  if (worst !== undefined) {
    const { failing, problem } = worst;
    return { status: isSure(worst) ? 'violated' : 'flaky', runs: judged.length, failing, problem };
  }
  const [open] = tried.filter(({ run }) => run.unjudged !== undefined);
  if (!applies || open?.run.unjudged?.why === 'missing') return { status: 'not-applicable', runs: 0, failing: 0 };
  if (judged.length === 0) return { status: 'open', runs: 0, failing: 0, said: open?.run.unjudged?.said ?? 'there was no time for it' };
  const ms = Math.max(...judged.map(({ run }) => ((run.endUs ?? 0) - (run.lastSignalUs ?? run.stopUs ?? 0)) / 1000));
  const code = judged[0]?.run.code;
  return { status: 'held', runs: judged.length, failing: 0, ms, ...(code === undefined ? {} : { code }) };
}
