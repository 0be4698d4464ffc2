/** Text from a stranger, as a terminal may show it. */

/**
 * Control and format characters (among them those that move the cursor, that colour, and that turn the direction of writing), what Unicode
 * has not assigned, halves of surrogate pairs, and the backslash, so that what is escaped cannot be taken for what was there.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Cn}\\]/gu;
/** Longest text that is shown, characters: PATH_MAX of Linux would fill forty lines. */
const LONGEST = 400;

/** `text` with `\xNN` and `\u{N}` for what a terminal must not get, cut to 400 characters. A half pair from U+DC80 to U+DCFF stands for a byte. */
export function printable(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return cut.replace(UNSAFE, escaped);
}

function escaped(character: string): string {
  if (character === '\\') return '\\\\';
  const code = character.codePointAt(0) ?? 0;
  const byte = code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code;
  return byte < 0x100 ? `\\x${byte.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
