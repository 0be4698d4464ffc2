/** The root file system that a file lies in, by where a package manager keeps its records: / itself, or a folder with an unpacked image. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { placeIn } from '../base/folder.ts';
import { readRegular } from '../base/regular-file.ts';
import type { Root } from './package-record.ts';

/** Largest record that is read, bytes: dpkg's status of a full desktop has 5 MiB. */
const MOST = 32 * 1024 * 1024;

const MARKS = ['var/lib/dpkg', 'lib/apk/db', 'usr/lib/apk/db'];

/** The root, and the path of `file` from it, links resolved; `undefined` where no folder above it has records. */
export async function owningRoot(file: string): Promise<{ root: Root; path: string } | undefined> {
  const real = await realpath(file);
  for (let folder = dirname(real); ; folder = dirname(folder)) {
    if (await hasRecords(folder)) return { root: folderRoot(folder), path: `/${relative(folder, real)}` };
    if (folder === '/') return undefined;
  }
}

async function hasRecords(folder: string): Promise<boolean> {
  const found = await Promise.all(
    MARKS.map((mark) =>
      stat(join(folder, mark))
        .then((one) => one.isDirectory())
        .catch(() => false),
    ),
  );
  return found.includes(true);
}

const folderRoot = (folder: string): Root => ({
  read: (path) => readRecord(folder, path),
  list: (path) => listRecords(folder, path),
});

/** A stranger's tree may have links and FIFOs there: none leads out of it, or is waited for. */
async function readRecord(folder: string, path: string): Promise<string | undefined> {
  const place = await placeIn(folder, dirname(join(folder, path)));
  if (!place.ok) return undefined;
  const read = await readRegular(join(place.real, basename(path)), { most: MOST, links: 'refused' });
  return read.ok ? read.value.bytes.toString('utf8') : undefined;
}

async function listRecords(folder: string, path: string): Promise<string[]> {
  const place = await placeIn(folder, join(folder, path));
  return place.ok ? readdir(place.real).catch(() => []) : [];
}
