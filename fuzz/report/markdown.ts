/** Text of a stranger in Markdown. */
import { harmless } from '../base/printable.ts';

/** A cell of a table, or a part of a line: nothing of it is markup, nothing makes a link. A text is quoted by `printable` before, a sentence is not. */
export const cell = (text: string): string =>
  harmless(text).replace(/[|<>&*_`[\]#~!@:\\]/g, (character) => `&#${character.charCodeAt(0)};`);

export const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A block of code, whatever is in it: its fence is longer than any in the text (CommonMark 4.5). */
export function fenced(language: string, lines: readonly string[]): string[] {
  const longest = Math.max(
    2,
    ...lines
      .join('\n')
      .split(/[^`]+/)
      .map((ticks) => ticks.length),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...lines.map(harmless), fence];
}
