/**
 * Colour where a terminal shows it, and nothing else that a terminal acts upon. What is painted carries a mark that no stranger can know,
 * since it is drawn for each process; rendering for a terminal turns the marks into colours, and escapes all else.
 */
import { randomBytes } from 'node:crypto';
import { styleText } from 'node:util';
import { harmless } from '../base/printable.ts';

export type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/** In the place of the escape character of our own sequences. 64 bits: nobody guesses them within one run. */
const MARK = `\x1b${randomBytes(8).toString('hex')}`;
const OURS = new RegExp(`(${MARK}\\[[\\d;]*m)`);
const UNMARKED = new RegExp(`\x1b(?!${MARK.slice(1)})`, 'g');

/**
 * Colours for `stream`; none where `colour` is false, on a dumb terminal, or in CI. FORCE_COLOR goes before all but `colour`. `styleText`
 * obeys NO_COLOR, and whether the stream is a terminal. What it gives is for `rendered`.
 */
export function painter(stream: NodeJS.WriteStream, colour = true): Paint {
  const { FORCE_COLOR, CI, TERM } = process.env;
  const plain = !colour || (FORCE_COLOR === undefined && (CI !== undefined || TERM === 'dumb'));
  return plain ? (_, text) => text : (style, text) => styleText(style, inert(text), { stream }).replace(UNMARKED, MARK);
}

/** A line of which a terminal acts upon nothing but what was painted: for columns, whose width counts. */
export const inert = (line: string): string =>
  line
    .split(OURS)
    .map((part, n) => (n % 2 === 1 ? part : harmless(part)))
    .join('');

/** A line as a terminal gets it. The one way there. */
export const rendered = (line: string): string => inert(line).replaceAll(MARK, '\x1b');
