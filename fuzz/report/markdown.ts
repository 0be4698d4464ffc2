/** Text of a stranger in Markdown. */
import { harmless } from '../base/printable.ts';

/** A cell of a table, or a part of a line: nothing of it is markup, nothing makes a link. A text is quoted by `printable` before, a sentence is not. */
export const cell = (text: string): string =>
  harmless(text).replace(/[|<>&*_`[\]#~!@:\\]/g, (character) => `&#${character.charCodeAt(0)};`);

export const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
