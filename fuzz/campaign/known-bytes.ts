/** Binaries whose bytes are those of an init that comes with initproof: they have its contract, whatever they are called. */
import { isDeepStrictEqual } from 'node:util';
import type { TargetFile } from '../cases/target-file.ts';
import type { Release } from '../supply/release.ts';
import type { StoredTarget } from './target-files.ts';

/** What is known of a binary by its bytes: the target to judge it by, if any, and a sentence about it. */
export interface KnownBytes {
  model?: TargetFile;
  said: string;
}

/**
 * The target for the binary that `word` names. Texts in it will not do, since anybody can write them: they are told. Of an init's targets
 * it is the one with these arguments, else the one without options.
 */
export function knownBytes(
  word: string,
  release: Release,
  shipped: readonly StoredTarget[],
  args?: readonly string[],
): KnownBytes | undefined {
  const { init, version, from } = release;
  const model = init === undefined ? undefined : modelOf(init, shipped, args);
  if (model === undefined) return undefined;
  const what = `${init}${version === undefined ? '' : ` ${version}`}`;
  if (from === undefined)
    return { said: `${word} says that it is ${what}, and its digest is not known: --like ${model.name} judges it by that contract` };
  return { model, said: `${word} is ${what} ${from}: judged by the contract of ${model.name}` };
}

function modelOf(init: string, shipped: readonly StoredTarget[], args: readonly string[] | undefined): TargetFile | undefined {
  const all = shipped.map(({ file }) => file).filter((file) => file.init === init);
  return all.find((file) => isDeepStrictEqual(file.args, args)) ?? all.find(({ name }) => name === init);
}
