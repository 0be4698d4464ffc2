/** Text in aligned columns. */
import { inert } from './paint.ts';

/** Columns of text where nobody says how many there are: fits wherever it is pasted to. */
export const USUAL_WIDTH = 98;

/** Widths in UTF-16 units, which is right for what stands in our tables. The last column is not padded; columns are two spaces apart. */
export function table(given: readonly (readonly string[])[], indent = '  '): string[] {
  // Escaped before it is measured.
  const rows = given.map((row) => row.map(inert));
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, n) => {
      widths[n] = Math.max(widths[n] ?? 0, cell.length);
    });
  return rows.map((row) =>
    (indent + row.map((cell, n) => (n === row.length - 1 ? cell : cell.padEnd(widths[n] ?? 0))).join('  ')).trimEnd(),
  );
}

/** The same for a terminal of `width` columns: what has no room is cut, with a mark. Undefined: no terminal, and nothing is cut. */
export const cutTable = (rows: readonly (readonly string[])[], width: number | undefined): string[] =>
  table(rows).map((line) => (width === undefined || line.length <= width ? line : `${line.slice(0, width - 1)}…`));

/** A message of several lines. Those behind the first are indented, so that none that a stranger has put into a name looks like one of ours. */
export const severalLines = (message: string): string[] =>
  message.split('\n').map((line, n) => (n === 0 || line === '' || line.startsWith(' ') ? line : `  ${line}`));

/** Text broken at spaces into lines of at most `width`. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Text behind a head, in lines of at most `width`: those behind the first begin where the text does. */
export const hanging = (head: string, text: string, width: number): string[] =>
  wrap(text, width - head.length).map((line, n) => `${n === 0 ? head : ' '.repeat(head.length)}${line}`);
