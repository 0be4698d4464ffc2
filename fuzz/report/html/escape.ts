/** Text in a page. Cases come from strangers: nothing reaches a page but through here. */
import { harmless } from '../../base/printable.ts';

/** As text or as the value of an attribute in double quotes; one line. */
export const text = (given: string | number): string =>
  harmless(String(given)).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A sentence of ours: what it has between backticks is code, and a number is not broken. */
export const sentence = (given: string): string =>
  text(given)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/(?<=\d) (?=\d{3}(?!\d))/g, '&#160;');

/** Several lines, for `pre`. */
export const block = (given: string): string => given.split('\n').map(text).join('\n');
