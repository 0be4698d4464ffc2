/** Text from a case as a shell has it: whatever is in it, it stays one word or a comment. */

import { harmless } from '../base/printable.ts';

/** One word, in single quotes where it takes them (POSIX, Shell Command Language, 2.2.2). */
export const shWord = (text: string): string => (/^[\w./@%+=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** Lines of a comment, which ends with its line. */
export const shComment = (lines: readonly string[]): string[] => lines.map((line) => `# ${harmless(line)}`.trimEnd());

/** Whether a shell can have it as a word: it has no bytes that are no UTF-8 (kept as lone surrogates), and no NUL. */
export const isShText = (text: string): boolean => !/[\0\ud800-\udfff]/u.test(text);
