/** Inits by their names, as `run` has them, for the sandbox of an application. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { findTarget } from '../campaign/find-target.ts';
import { type Init, NONE } from './application.ts';

/** Where the programs of inits lie inside: no image has such a folder. */
const FOLDER = '/.initproof';

export type FoundInit = { ok: true; init: Init; said: readonly string[] } | { ok: false; name: string; why: string };

/** `none`, a target by its name, or a program that stands before the command, with its arguments: `./entrypoint.sh`. */
export async function findInit(word: string): Promise<FoundInit> {
  if (word === 'none') return { ok: true, init: NONE, said: [] };
  const found = await findTarget(word);
  if (!found.ok) return found;
  const { args, files = [] } = found.target;
  // Linked by itself, since the libraries of an image are not those of this machine.
  const alone = `${found.target.binary}-static`;
  const binary = existsSync(alone) ? alone : found.target.binary;
  // As processes are called (proc(5), comm).
  const at = `${FOLDER}/${basename(found.target.binary)}`;
  const init: Init = {
    name: word,
    argv: [at, ...args],
    shown: [{ from: binary, at }, ...files.map(({ from, at: place }) => ({ from, at: place }))],
  };
  return { ok: true, init, said: found.said ?? [] };
}
