/** What an init wrote to stderr last: often all that says why it did not start its command. */
import { printable } from '../base/printable.ts';
import type { Trace } from '../trace/trace.ts';

/** Lines at most: the report of an interpreter that finds no program takes seven to ten, of which the last ones say what is missing. */
const MOST_LINES = 8;

/** Colours, which only a terminal needs (ECMA-48, SGR). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
const COLOURS = /\x1b\[[\d;:]*m/g;

/** The last lines that are not empty, harmless for a terminal, 400 characters of each. Nothing where stderr was closed, full or a terminal. */
export const lastWords = ({ stderr }: Pick<Trace, 'stderr'>): string[] =>
  stderr
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(COLOURS, '').replaceAll('\t', '  ').trimEnd())
    .filter((line) => line !== '')
    .slice(-MOST_LINES)
    .map(printable);
