/** Values of flags. What is wrong with one is said by commander, with the flag's name. */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { argumentsOf } from '../campaign/spoken-target.ts';
import { parseDuration } from '../scenario/duration.ts';
import { signalHint } from '../scenario/signal-hint.ts';
import { isSignalName, type SignalName } from '../scenario/signals.ts';

/** `20s`, `5m`, `1h` in ms. */
export function duration(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms === 0) throw new InvalidArgumentError('Expected a time such as 20s or 5m.');
  return ms;
}

/** A whole number from `least` to `most`. */
export const whole =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`Expected a whole number from ${least}${most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`}.`);
  };

/** The name of a signal. */
export function signalNamed(text: string): SignalName {
  if (isSignalName(text)) return text;
  throw new InvalidArgumentError(`${signalHint(text)}.`);
}

/** Words separated by commas; the flag may be given several times. */
export function words(text: string, before: string[] = []): string[] {
  return [...before, ...text.split(',').filter((word) => word !== '')];
}

/** Arguments as they are typed behind a program: words, quoted as for a shell. */
export function quotedWords(text: string): string[] {
  const found = argumentsOf(text);
  if (found === undefined) throw new InvalidArgumentError("Expected words such as '-g --', with every quote closed.");
  return found;
}

/** Words of a few, separated by commas. */
export const oneOf =
  <const T extends string>(known: readonly T[]) =>
  (text: string, before: T[] = []): T[] => {
    const given = words(text);
    const odd = given.find((word) => !(known as readonly string[]).includes(word));
    if (odd !== undefined) throw new InvalidArgumentError(`Expected ${known.join(', ')}.`);
    return [...before, ...(given as T[])];
  };

export const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** A file to write. Its folder is not made: after a slip of the fingers somebody would look for the file elsewhere. */
export function outputFile(path: string): string {
  if (!isFolder(dirname(path))) throw new InvalidArgumentError(`There is no folder ${dirname(path)}.`);
  return path;
}
