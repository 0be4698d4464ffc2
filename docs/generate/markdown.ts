/** Markdown in pieces. */

export const GENERATED = '<!-- Generated: npx vitest run test/docs/generated.test.ts -u -->';

export const link = (text: string, to: string): string => `[${text}](${to})`;

/** Text in which nothing is markup. */
export const escaped = (text: string): string =>
  text.replaceAll(/[<>|*_]/g, (sign) => (sign === '<' ? '&lt;' : sign === '>' ? '&gt;' : `\\${sign}`));

/** A table; cells are Markdown of one line. */
export const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Sentences as a quotation: a paragraph, then the steps as a list. */
export const quoted = (sentences: readonly string[]): string => sentences.map((sentence) => `> ${escaped(sentence)}`).join('\n>\n');
