/** A Dockerfile as instructions: continued lines joined, comments and here-documents apart (Dockerfile reference). */

export interface Instruction {
  /** In capitals: RUN. */
  word: string;
  /** What follows, lines joined, and the texts of here-documents below. */
  text: string;
  /** Line where it begins, from 1. */
  line: number;
}

/** Instructions of one file: more than anybody writes. */
const MOST = 10_000;

/** The instructions in `source`, in order. Anything is read somehow: it is docker's to say what is wrong with it. */
export function readDockerfile(source: string): Instruction[] {
  const lines = source.split(/\r?\n/);
  const joint = /^#\s*escape\s*=\s*`/i.test(lines[0] ?? '') ? '`' : '\\';
  const instructions: Instruction[] = [];
  for (let n = 0; n < lines.length && instructions.length < MOST; n++) {
    if (isBlank(lines[n] ?? '')) continue;
    const begin = n;
    const parts = [lines[n] ?? ''];
    while (parts.at(-1)?.trimEnd().endsWith(joint) === true && n + 1 < lines.length) {
      parts.push(`${parts.pop()?.trimEnd().slice(0, -1)} `);
      // Comments and empty lines between continued ones are none.
      while (n + 1 < lines.length && isBlank(lines[n + 1] ?? '')) n++;
      parts.push(lines[++n] ?? '');
    }
    const [, word = '', rest = ''] = /^\s*(\w+)\s*(.*)$/s.exec(parts.join('')) ?? [];
    const text = [rest];
    for (const end of hereDocuments(word, rest)) {
      while (n + 1 < lines.length && lines[n + 1]?.replace(/^\t+/, '') !== end) text.push(lines[++n] ?? '');
      n++;
    }
    instructions.push({ word: word.toUpperCase(), text: text.join('\n'), line: begin + 1 });
  }
  return instructions;
}

const isBlank = (line: string): boolean => /^\s*(?:#|$)/.test(line);

const hereDocuments = (word: string, text: string): string[] =>
  /^(?:run|copy|add)$/i.test(word) ? [...text.matchAll(/<<-?["']?(\w+)["']?/g)].map(([, end]) => end ?? '') : [];
