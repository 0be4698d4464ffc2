/** What to write instead of an option of an init among those of the command: `run tini -g`. */
import { join } from 'shlex/shlex.js';
import { shippedTargets } from '../campaign/target-files.ts';

/** A line for the option that a command does not know, where `words` (all that was typed) have a target before it; else nothing. */
export async function initOptionHint(option: string, words: readonly string[]): Promise<string | undefined> {
  const at = words.indexOf(option);
  const before = words.slice(1, at);
  const shipped = (await shippedTargets()).map(({ file }) => file);
  const target = shipped.findLast(({ name }) => before.includes(name));
  const path = before.findLast((word) => word.includes('/'));
  if (at < 0 || (target === undefined && path === undefined)) return undefined;
  const ends = target?.args.at(-1) === '--' ? ['--'] : [];
  const args = [...words.slice(at).filter((word) => word.startsWith('-') && word !== '--'), ...ends];
  const named =
    target === undefined ? [] : shipped.filter((other) => other.name.startsWith(`${target.name}-`) && other.args.includes(option));
  const which = named.map(({ name, title }) => `${name} (${title})`).join(', ');
  const write = `an option of the init is written --args ${join([join(args)])}`;
  return which === '' ? write : `there is the target ${which}; else ${write}`;
}
