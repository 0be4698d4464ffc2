/** The matrix of targets and properties, as text and as Markdown. Properties are rows: their names are long, and there are few targets. */
import { printable } from '../base/printable.ts';
import type { Cell, Row } from '../campaign/compare.ts';
import { TAMPERINGS } from '../trace/trace.ts';
import { cell, row } from './markdown.ts';
import { grouped, plural } from './numbers.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';

const LEGEND = '✓ held   ✕ n violated n times   ~ n did not show again   doc declared deviation   ? not judged   – does not apply';

function symbol(cell: Cell | undefined): string {
  if (cell === undefined) return '–';
  if (cell.tampered > 0) return `! ${grouped(cell.tampered)}`;
  if (cell.violated > 0) return `✕ ${grouped(cell.violated)}`;
  if (cell.flaky > 0) return `~ ${grouped(cell.flaky)}`;
  if (cell.expected > 0) return 'doc';
  if (cell.holds > 0) return '✓';
  return cell.inconclusive > 0 ? '?' : '–';
}

function cells(rows: readonly Row[]): string[][] {
  const properties = rows[0]?.properties.map(({ property }) => property) ?? [];
  const of = (row: Row, id: string): Cell | undefined => row.properties.find(({ property }) => property === id);
  const harness = rows.some((row) => row.harnessErrors > 0) ? [['internal errors', ...rows.map((row) => grouped(row.harnessErrors))]] : [];
  return [
    ['', ...rows.map((row) => row.target)],
    ...properties.map((id) => [id, ...rows.map((row) => symbol(of(row, id)))]),
    ['scenarios', ...rows.map((row) => grouped(row.scenarios))],
    ...harness,
  ];
}

const nameOf = (index: number, cases: readonly string[] | undefined): string => cases?.[index] ?? `scenario ${index}`;

/** A sentence for each target that is not to be believed, whose cells are `!` and the number of runs. */
const tampered = (rows: readonly Row[], cases: readonly string[] | undefined): string[] =>
  rows.flatMap(({ target, tampered: forged }) => {
    if (forged === undefined) return [];
    const how = forged.how.map((one) => TAMPERINGS[one]).join(' ');
    return [
      `! ${target}: no verdict is evidence, ${plural(forged.runs, 'record')} tampered with, first by ${nameOf(forged.first, cases)}. ${how}`,
    ];
  });

/** `cases`: names of the scenarios, where they are cases and not those of a seed. */
export function matrixLines(rows: readonly Row[], paint: Paint, cases?: readonly string[]): string[] {
  const lines = table(cells(rows)).map((line) =>
    line.replace(/[✕!] \d+( \d{3})*/g, (text) => paint('red', text)).replace(/✓/g, (text) => paint('green', text)),
  );
  const firsts = rows.flatMap((row) =>
    row.properties.flatMap(({ property, first }) =>
      first === undefined ? [] : [`  ${row.target} ${property}: first by ${nameOf(first, cases)}`],
    ),
  );
  const forged = tampered(rows, cases).map((line) => `  ${paint('red', line)}`);
  return [...lines, '', `  ${paint('dim', LEGEND)}`, ...firsts, ...forged];
}

export function matrixMarkdown(rows: readonly Row[], cases?: readonly string[]): string[] {
  const [head = [], ...body] = cells(rows);
  const names = head.map((name) => cell(printable(name)));
  return [
    row(...names),
    `|${' --- |'.repeat(head.length)}`,
    ...body.map((one) => row(...one)),
    '',
    LEGEND,
    ...tampered(rows, cases).flatMap((said) => ['', cell(said)]),
  ];
}
