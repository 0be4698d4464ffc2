/** Targets with arguments behind them, as people write them: `./my-init -g --`. Words with quotes; nothing is ever given to a shell. */
import { existsSync } from 'node:fs';
// By its file: the package has no `exports`, and where descriptors run out Node then finds nothing, without saying why.
import { join, split } from 'shlex/shlex.js';
import { InputError } from '../scenario/input-error.ts';

/** The words of `text`, as a shell would quote them: `-p "SIG USR1" --`. Undefined where a quote is not closed, or a `\\` is its end. */
export function argumentsOf(text: string): string[] | undefined {
  try {
    return split(text);
  } catch {
    return undefined;
  }
}

/** The name of a target with other arguments than its own: the same words find it again. */
export const spokenName = (word: string, args: readonly string[] | undefined): string =>
  args === undefined ? word : [join([word]), ...(args.length === 0 ? [] : [join([...args])])].join(' ');

/** What is meant by a word with spaces in it, if it is no path: a target, and its arguments. Throws an InputError for an open quote. */
export function splitWord(spoken: string): { word: string; args: string[] } | undefined {
  if (!/\s/.test(spoken) || existsSync(spoken)) return undefined;
  const words = argumentsOf(spoken);
  if (words === undefined) throw new InputError('UNREADABLE', spoken, 'no such target, and a quote in it is not closed');
  const [word, ...args] = words;
  return word === undefined || word === spoken ? undefined : { word, args };
}
