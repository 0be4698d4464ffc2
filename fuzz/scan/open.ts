/** What an image is stored as, by what is there: the name of the file tells nothing. */
import type { Stats } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import { notRegular, refusalOf, withFile } from '../base/regular-file.ts';
import { join } from 'node:path';
import { type Budget, isOurs, refuse } from './budget.ts';
import { type ImageConfig, UNSAID } from './config.ts';
import { dockerSave, isDockerSave } from './docker-save.ts';
import type { FileSystem } from './file-system.ts';
import type { Image, Wanted } from './image.ts';
import { layered, type Progress } from './layers.ts';
import { isOci, oci } from './oci.ts';
import { rootfs } from './rootfs.ts';
import { archiveStore, folderStore } from './store.ts';

export interface Opened {
  kind: 'docker-save' | 'oci-archive' | 'oci-directory' | 'rootfs';
  reference?: string;
  config: ImageConfig;
  env: string[];
  architecture?: string;
  files: FileSystem;
  layers: number;
}

const MISSING = 'there is no such file: images are read from files, as `docker save` and `skopeo copy` write them';

/** Opens the image at `path`, and goes through its files once. Nothing is written anywhere. */
export async function openImage(path: string, wanted: Wanted, budget: Budget, progress: Progress): Promise<Opened> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return await ofFolder(path, wanted, budget, progress);
    const why = notRegular(found);
    if (why !== undefined) throw refuse(path, why);
    return await ofArchive(path, found.size, wanted, budget, progress);
  } catch (error) {
    if (isOurs(error)) throw error;
    const { kind, why } = refusalOf(error);
    throw refuse(path, kind === 'missing' ? MISSING : why);
  }
}

async function ofFolder(path: string, wanted: Wanted, budget: Budget, progress: Progress): Promise<Opened> {
  if ((await isLayout(path)) === false) {
    progress(1, 1);
    return { kind: 'rootfs', config: UNSAID, env: [], files: await rootfs(path, budget), layers: 1 };
  }
  return throughLayers('oci-directory', await oci(await folderStore(path, budget), wanted, budget), budget, progress);
}

/** What an OCI layout consists of (image-layout.md), whatever the kind of each. */
const MARKS = ['oci-layout', 'index.json', 'blobs'];

/**
 * Whether a folder is an OCI layout. One with two of the three marks is meant as one: where the third is missing, or is a FIFO or a link, it is
 * refused, since as a root file system it would have nothing in it that is wrong.
 */
async function isLayout(path: string): Promise<boolean> {
  const marks = await Promise.all(MARKS.map((name) => lstat(join(path, name)).catch(() => undefined)));
  if (marks.filter((mark) => mark !== undefined).length < 2) return false;
  for (const [n, name] of MARKS.entries()) {
    const why = whyNoMark(name, marks[n]);
    if (why !== undefined) throw refuse(path, `${name} is missing in it, or no part of an OCI layout: ${why}`);
  }
  return true;
}

function whyNoMark(name: string, mark: Stats | undefined): string | undefined {
  if (mark === undefined) return 'there is no such file';
  if (name !== 'blobs') return notRegular(mark);
  return mark.isDirectory() ? undefined : (notRegular(mark) ?? 'it is no folder');
}

async function ofArchive(path: string, size: number, wanted: Wanted, budget: Budget, progress: Progress): Promise<Opened> {
  if (size > budget.limits.stored) budget.spend('stored', size);
  await refuseOther(path);
  const store = await archiveStore(path, size, budget.again());
  if (isDockerSave(store)) return throughLayers('docker-save', await dockerSave(store, wanted, budget), budget, progress);
  if (isOci(store)) return throughLayers('oci-archive', await oci(store, wanted, budget), budget, progress);
  throw refuse(path, 'it has neither manifest.json nor an index.json with oci-layout: unpack what `docker export` writes into a folder');
}

async function throughLayers(kind: Opened['kind'], image: Image, budget: Budget, progress: Progress): Promise<Opened> {
  const { config, env, architecture, layers, reference } = image;
  return {
    kind,
    ...(reference === undefined ? {} : { reference }),
    config,
    env,
    ...(architecture === undefined ? {} : { architecture }),
    files: await layered(layers, budget, progress),
    layers: layers.length,
  };
}

const COMPRESSED: readonly [name: string, program: string, magic: string][] = [
  ['gzip', 'gunzip', '1f8b'],
  ['zstd', 'unzstd', '28b52ffd'],
  ['xz', 'unxz', 'fd377a58'],
  ['bzip2', 'bunzip2', '425a68'],
];

/** Members are read where they lie, which a compressed archive does not allow. Every tar of today says `ustar` (POSIX, pax). */
async function refuseOther(path: string): Promise<void> {
  const head = Buffer.alloc(512);
  const read = await withFile(path, { most: Number.POSITIVE_INFINITY }, ({ file }) => file.read(head, 0, head.length, 0));
  if (!read.ok) throw refuse(path, read.why);
  const start = head.toString('hex', 0, 4);
  const found = COMPRESSED.find(([, , magic]) => start.startsWith(magic));
  if (found !== undefined) throw refuse(path, `the archive itself is compressed by ${found[0]}: ${found[1]} it first`);
  if (head.toString('latin1', 257, 262) !== 'ustar') throw refuse(path, 'it is no tar archive');
}
