/** The root file system that a file lies in, by where a package manager keeps its records: / itself, or a folder with an unpacked image. */
import { constants } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Root } from './package-record.ts';

/** Largest record that is read, bytes: dpkg's status of a full desktop has 5 MiB. */
const MOST = 32 * 1024 * 1024;

const MARKS = ['var/lib/dpkg', 'lib/apk/db', 'usr/lib/apk/db'];
/** A stranger's tree may have links and FIFOs there: neither is followed or waited for. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

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
  read: (path) => readRecord(join(folder, path)),
  list: (path) => readdir(join(folder, path)).catch(() => []),
});

async function readRecord(path: string): Promise<string | undefined> {
  const handle = await open(path, FLAGS).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const found = await handle.stat();
    return !found.isFile() || found.size > MOST ? undefined : await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}
