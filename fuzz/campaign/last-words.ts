/** What an init wrote to stderr, first and last: often all that says why it did not start its command. */
import { printable } from '../base/printable.ts';
import type { Trace } from '../trace/trace.ts';

/** Lines at most, from the beginning and from the end: Node says what is wrong in its fifth line, Python and shells in their last. */
const FIRST = 5;
const LAST = 6;

/** Colours, which only a terminal needs (ECMA-48, SGR). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
const COLOURS = /\x1b\[[\d;:]*m/g;

/**
 * Lines that are not empty, harmless for a terminal, 400 characters of each; of many the first ones and the last, with `…` between them.
 * Nothing where stderr was closed, full or a terminal.
 */
export function lastWords({ stderr }: Pick<Trace, 'stderr'>): string[] {
  const lines = stderr
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(COLOURS, '').replaceAll('\t', '  ').trimEnd())
    .filter((line) => line !== '');
  const shown = lines.length <= FIRST + LAST ? lines : [...lines.slice(0, FIRST), '…', ...lines.slice(-LAST)];
  return shown.map(printable);
}
