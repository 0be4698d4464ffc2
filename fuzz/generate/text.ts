/** Text for arguments and variables. */
import type { Random } from 'fast-check';
import { choices, choose, oneOf, within } from './draw.ts';
import { WEIGHTS } from './weights.ts';

const TEXT = choices(WEIGHTS.text);
const PLAIN = ['a', 'x=1', '0', 'hello'] as const;
/** What is taken for an option, split, expanded or cut short by those who handle arguments carelessly. */
const ODD = ['--', '-', '-x', '-v', '--version', '-g', 'a b', '*', '$HOME', "'", '"', '\\', 'a\nb', '\t', 'é', '日本', '%s', ';'] as const;
/** Bytes that are no UTF-8, alone, amid others, and as the start of a character that is cut. */
const BYTES = ['\udcff', 'a\udc80b', 'caf\udce9', '\udce6\udc97'] as const;

/** A text without NUL. */
export function drawText(random: Random): string {
  switch (choose(random, TEXT)) {
    case 'empty':
      return '';
    case 'odd':
      return oneOf(random, ODD);
    case 'plain':
      return oneOf(random, PLAIN);
    case 'bytes':
      return oneOf(random, BYTES);
    case 'long':
      return 'l'.repeat(within(random, WEIGHTS.longText));
  }
}
