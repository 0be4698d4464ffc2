/** What an image is stored as, by what is there: the name of the file tells nothing. */
import { open as openFile, stat } from 'node:fs/promises';
import { constants } from 'node:fs';
import { type Budget, refuse } from './budget.ts';
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
  files: FileSystem;
  layers: number;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file: images are read from files, as `docker save` and `skopeo copy` write them',
  ENOTDIR: 'there is no such file',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
  ELOOP: 'its links lead in a circle',
};

/** Opens the image at `path`, and goes through its files once. Nothing is written anywhere. */
export async function openImage(path: string, wanted: Wanted, budget: Budget, progress: Progress): Promise<Opened> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return await ofFolder(path, wanted, budget, progress);
    if (!found.isFile()) throw refuse(path, 'it is neither a file nor a folder');
    return await ofArchive(path, found.size, wanted, budget, progress);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).path === path ? REASONS[(error as NodeJS.ErrnoException).code ?? ''] : undefined;
    throw reason === undefined ? error : refuse(path, reason);
  }
}

async function ofFolder(path: string, wanted: Wanted, budget: Budget, progress: Progress): Promise<Opened> {
  const marks = await Promise.all(['oci-layout', 'index.json'].map((name) => stat(`${path}/${name}`).catch(() => undefined)));
  if (marks.some((mark) => mark?.isFile() !== true)) {
    progress(1, 1);
    return { kind: 'rootfs', config: UNSAID, files: await rootfs(path, budget), layers: 1 };
  }
  return throughLayers('oci-directory', await oci(await folderStore(path, budget), wanted, budget), budget, progress);
}

async function ofArchive(path: string, size: number, wanted: Wanted, budget: Budget, progress: Progress): Promise<Opened> {
  await refuseOther(path);
  const store = await archiveStore(path, size, budget.again());
  if (isDockerSave(store)) return throughLayers('docker-save', await dockerSave(store, wanted, budget), budget, progress);
  if (isOci(store)) return throughLayers('oci-archive', await oci(store, wanted, budget), budget, progress);
  throw refuse(path, 'it has neither manifest.json nor an index.json with oci-layout: unpack what `docker export` writes into a folder');
}

async function throughLayers(kind: Opened['kind'], image: Image, budget: Budget, progress: Progress): Promise<Opened> {
  const { config, layers, reference } = image;
  return {
    kind,
    ...(reference === undefined ? {} : { reference }),
    config,
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
  const handle = await openFile(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const head = Buffer.alloc(512);
    await handle.read(head, 0, 512, 0);
    const start = head.toString('hex', 0, 4);
    const found = COMPRESSED.find(([, , magic]) => start.startsWith(magic));
    if (found !== undefined) throw refuse(path, `the archive itself is compressed by ${found[0]}: ${found[1]} it first`);
    if (head.toString('latin1', 257, 262) !== 'ustar') throw refuse(path, 'it is no tar archive');
  } finally {
    await handle.close();
  }
}
