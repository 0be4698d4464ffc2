/** Checks as a matrix: a row for each property, a column for each target. */
import type { Check, Status, Summary } from '../summary.ts';

/** The sign of each status; a word goes with it in the legend. */
export const SIGNS: Readonly<Record<Status, string>> = {
  error: '!',
  failed: '✕',
  flaky: '~',
  open: '?',
  known: '·',
  expected: 'doc',
  held: '✓',
  'not-applicable': '–',
};

export const MEANINGS: Readonly<Record<Status, string>> = {
  error: 'could not be run',
  failed: 'new failure',
  flaky: 'did not show again',
  open: 'inconclusive',
  known: 'known failure',
  expected: 'declared deviation',
  held: 'held',
  'not-applicable': 'does not apply',
};

export interface Matrix {
  targets: string[];
  rows: { name: string; checks: (Check | undefined)[] }[];
}

export function matrixOf({ checks }: Pick<Summary, 'checks'>): Matrix {
  const targets = [...new Set(checks.map(({ target }) => target))];
  const names = [...new Set(checks.map(({ name }) => name))];
  const at = (target: string, name: string): Check | undefined => checks.find((check) => check.target === target && check.name === name);
  return { targets, rows: names.map((name) => ({ name, checks: targets.map((target) => at(target, name)) })) };
}
