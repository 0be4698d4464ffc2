/** Folders of strangers: what is below one, and whether a path stays in it. Links are looked through, never walked through. */
import { opendir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Read, type Refused, refusalOf } from './regular-file.ts';

/** Names that are looked at below one folder: ten times what the largest corpora have, and a second of work. */
const MOST_NAMES = 1_000_000;

export interface Below {
  /** Paths from the folder, in no order: regular files, what is no folder either, and links that lead to neither outside nor a folder. */
  files: string[];
  /** Links that lead out of the folder: to files, and to folders. */
  out: { name: string; to: 'file' | 'folder' }[];
}

/** All below `folder`, but for names with a dot in front, and what is below them. A link to a folder is not gone into. */
export async function filesBelow(folder: string, most = MOST_NAMES): Promise<Read<Below>> {
  const below: Below = { files: [], out: [] };
  let seen = 0;
  try {
    const todo = [''];
    for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
      for await (const entry of await opendir(join(folder, at))) {
        if (++seen > most) return { ok: false, kind: 'too-large', why: `there are more than ${most} files in it` };
        const name = join(at, entry.name);
        if (entry.name.startsWith('.')) continue;
        if (entry.isDirectory()) todo.push(name);
        else if (entry.isSymbolicLink()) await sortLink(folder, name, below);
        else below.files.push(name);
      }
    }
  } catch (error) {
    return refusalOf(error);
  }
  return { ok: true, value: below };
}

async function sortLink(folder: string, name: string, { files, out }: Below): Promise<void> {
  const isFolder = await stat(join(folder, name)).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const place = await placeIn(folder, join(folder, name));
  if (!place.ok && place.kind === 'outside') out.push({ name, to: isFolder ? 'folder' : 'file' });
  else if (!isFolder) files.push(name);
}

/** Where `path` really is, every link followed, if that is in `folder` (realpath(3)). */
export async function placeIn(folder: string, path: string): Promise<{ ok: true; real: string } | Refused> {
  try {
    const [root, real] = await Promise.all([realpath(folder), realpath(path)]);
    if (real === root || real.startsWith(root === '/' ? '/' : `${root}/`)) return { ok: true, real };
    return { ok: false, kind: 'outside', why: 'it is a link that leads out of its folder' };
  } catch (error) {
    return refusalOf(error);
  }
}
