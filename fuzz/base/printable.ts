/** Text from a stranger, as it may be shown. */

/**
 * Control and format characters (among them those that move the cursor, that colour, and that turn the direction of writing), separators of
 * lines, what Unicode has not assigned, and halves of surrogate pairs.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Cn}]/gu;
/** Longest text that is shown, characters: PATH_MAX of Linux would fill forty lines. */
const LONGEST = 400;

/**
 * One line with `\xNN` and `\u{N}` for what a terminal must not get; line ends are such. What this has made it leaves as it is, so that a
 * sentence with quoted texts in it may pass here again. A half pair from U+DC80 to U+DCFF stands for a byte.
 */
export const harmless = (line: string): string => line.replace(UNSAFE, escaped);

/** A text that is quoted in a sentence: harmless, cut to 400 characters, and its backslashes doubled, so that two that differ look different. */
export function printable(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return harmless(cut.replaceAll('\\', '\\\\'));
}

/** Part of a line above a caret: one sign for each that is not shown. */
export const dotted = (text: string): string => text.replace(UNSAFE, '·');

/** JSON that a terminal may get: what JSON leaves as it is of such characters is `\uNNNN`. A reader gets the same value. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(UNSAFE, (character) => (character === '\n' ? character : inUnits(character)));
}

const inUnits = (character: string): string =>
  Array.from({ length: character.length }, (_, n) => `\\u${character.charCodeAt(n).toString(16).padStart(4, '0')}`).join('');

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const byte = code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code;
  return byte < 0x100 ? `\\x${byte.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
