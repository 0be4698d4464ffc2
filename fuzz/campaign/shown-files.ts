/** What a target file asks for beside its binary, found on this machine: each by a path that no link is on, at a place in the sandbox. */
import { realpath, stat } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { placeIn } from '../base/folder.ts';
import { refusalOf } from '../base/regular-file.ts';
import type { FileOf, TargetFile } from '../cases/target-file.ts';
import type { ShownFile } from '../execute/executor.ts';
import { InputError } from '../scenario/input-error.ts';
import { fetchedPackage } from './find-in-package.ts';

export type ShownResult = { ok: true; files: ShownFile[] } | { ok: false; name: string; why: string };

/** Folders of the sandbox that are its own: what is shown in one would be hidden by it, or hide it. */
const OWN = ['/proc', '/sys', '/dev', '/tmp', '/initproof'];

/** Whether something can be shown at an absolute path of the sandbox. */
export const isFree = (place: string): boolean => place !== '/' && !OWN.some((folder) => isBelow(place, folder));

const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/**
 * The files of target `file`, which was read from `path`. `fetch`: whether packages may be fetched. Throws an InputError for one that is not
 * there, or cannot be shown where it is to be.
 */
export async function shownFiles(path: string, { name, files = [] }: TargetFile, fetch: boolean): Promise<ShownResult> {
  const shown: ShownFile[] = [];
  for (const one of files) {
    const found = typeof one !== 'string' && 'package' in one ? await ofPackage(path, name, one, fetch) : await ofHost(path, one);
    if ('why' in found) return { ok: false, name, why: found.why };
    if (!isFree(found.at))
      throw wrong(path, `nothing can be shown at ${found.at} of the sandbox: give it another place ({from: ${found.from}, at: …})`);
    if (shown.some(({ at }) => at === found.at)) throw wrong(path, `two files are to be at ${found.at}`);
    shown.push(found);
  }
  return { ok: true, files: shown };
}

const wrong = (path: string, why: string): InputError => new InputError('UNREADABLE', path, `in \`files\`: ${why}`);

async function ofHost(path: string, one: Exclude<FileOf, { package: string }>): Promise<ShownFile> {
  const { from, at, writable = false } = typeof one === 'string' ? { from: one } : { ...one };
  const place = normalize(from).replace(/(?<=.)\/$/, '');
  const real = await realpath(place).catch((error: unknown) => {
    throw wrong(path, `${place}: ${refusalOf(error).why}`);
  });
  if (real !== place)
    throw wrong(path, `${place} is, or is behind, a link to ${real}: write {from: ${real}, at: ${at ?? place}} if that is what you mean`);
  const found = await stat(place);
  if (!found.isFile() && !found.isDirectory()) throw wrong(path, `${place} is neither a file nor a folder`);
  return { from: place, at: at ?? place, writable };
}

async function ofPackage(
  path: string,
  target: string,
  { package: name, path: inside, at, writable = false }: Extract<FileOf, { package: string }>,
  fetch: boolean,
): Promise<ShownFile | { why: string }> {
  const fetched = await fetchedPackage(name, target, fetch);
  if (!fetched.ok) return { why: fetched.why };
  const found = await placeIn(fetched.folder, join(fetched.folder, inside));
  if (!found.ok) throw wrong(path, `${inside} of the package ${name}: ${found.why}`);
  return { from: found.real, at, writable };
}
