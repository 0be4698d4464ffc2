/** Images that the tests of scan look at, written by tar-stream: docker-save, OCI archives and folders, root file systems. */
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { temporary } from '../fixtures/temporary.ts';
import { packaged, type PackagedName } from '../supply/binaries.ts';

/** An entry: headers as tar-stream has them, and its content. */
export type Entry = Partial<Header> & { name: string; content?: Buffer | string };

/** A tar archive of entries, in order. */
export async function tar(entries: readonly Entry[]): Promise<Buffer> {
  const packer = pack();
  for (const { content, ...header } of entries) {
    if (content === undefined) packer.entry(header, '');
    else packer.entry(header, content);
  }
  packer.finalize();
  return buffer(packer);
}

export const file = (name: string, content: Buffer | string = '', more: Partial<Header> = {}): Entry => ({
  name,
  content,
  mode: 0o644,
  ...more,
});
export const program = (name: string, content: Buffer | string, more: Partial<Header> = {}): Entry =>
  file(name, content, { mode: 0o755, ...more });
export const link = (name: string, linkname: string, type: 'symlink' | 'link' = 'symlink'): Entry => ({ name, linkname, type });
export const folder = (name: string, more: Partial<Header> = {}): Entry => ({ name, type: 'directory', mode: 0o755, ...more });

/** The bytes of a packaged init. */
export const init = async (name: PackagedName): Promise<Buffer> => readFileSync(await packaged(name));

export const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

export interface Contents {
  layers: (readonly Entry[] | Buffer)[];
  config?: object;
}

const tars = ({ layers }: Contents): Promise<Buffer[]> => Promise.all(layers.map((layer) => (Buffer.isBuffer(layer) ? layer : tar(layer))));

const configOf = (layers: readonly Buffer[], config: object): string =>
  JSON.stringify({
    os: 'linux',
    architecture: 'amd64',
    config,
    rootfs: { type: 'layers', diff_ids: layers.map((one) => `sha256:${sha256(one)}`) },
  });

/** As `docker save` before version 25 writes it. `change`: what is done to the members before they are packed. */
export async function dockerSave(contents: Contents, change: (members: Entry[]) => Entry[] = (same) => same): Promise<string> {
  const layers = await tars(contents);
  const config = configOf(layers, contents.config ?? {});
  const names = layers.map((_, n) => `layer${n}/layer.tar`);
  const members = [
    ...layers.map((layer, n) => file(names[n] ?? '', layer)),
    file(`${sha256(config)}.json`, config),
    file('manifest.json', JSON.stringify([{ Config: `${sha256(config)}.json`, RepoTags: ['app:1.2'], Layers: names }])),
  ];
  return written('image.tar', await tar(change(members)));
}

export function written(name: string, bytes: Buffer | string): string {
  const path = join(temporary(), name);
  writeFileSync(path, bytes);
  return path;
}

export const COMPRESSIONS = {
  gzip: (bytes: Buffer): Buffer => gzipSync(bytes),
  zstd: (bytes: Buffer): Buffer => execFileSync('zstd', ['-q', '-c'], { input: bytes, maxBuffer: 1024 ** 3 }),
  none: (bytes: Buffer): Buffer => bytes,
};

/** Members of an OCI image layout. */
export async function ociMembers(contents: Contents, compress: (bytes: Buffer) => Buffer = COMPRESSIONS.zstd): Promise<Entry[]> {
  const layers = await tars(contents);
  const stored = layers.map(compress);
  const blobs = new Map<string, Buffer>();
  const blob = (bytes: Buffer | string, mediaType: string): object => {
    blobs.set(sha256(bytes), Buffer.from(bytes));
    return { mediaType, digest: `sha256:${sha256(bytes)}`, size: bytes.length };
  };
  const manifest = JSON.stringify({
    schemaVersion: 2,
    config: blob(configOf(layers, contents.config ?? {}), 'application/vnd.oci.image.config.v1+json'),
    layers: stored.map((one) => blob(one, 'application/vnd.oci.image.layer.v1.tar+zstd')),
  });
  const index = { schemaVersion: 2, manifests: [blob(manifest, 'application/vnd.oci.image.manifest.v1+json')] };
  return [
    file('oci-layout', JSON.stringify({ imageLayoutVersion: '1.0.0' })),
    file('index.json', JSON.stringify(index)),
    ...[...blobs].map(([digest, bytes]) => file(`blobs/sha256/${digest}`, bytes)),
  ];
}

export const ociArchive = async (contents: Contents, compress?: (bytes: Buffer) => Buffer): Promise<string> =>
  written('image.tar', await tar(await ociMembers(contents, compress)));

export async function ociFolder(contents: Contents, compress?: (bytes: Buffer) => Buffer): Promise<string> {
  return unpacked(await ociMembers(contents, compress));
}

/** Files and links of entries in a folder. */
export function unpacked(entries: readonly Entry[]): string {
  const root = temporary();
  for (const { name, type, content = '', linkname = '', mode } of entries) {
    const path = join(root, name);
    mkdirSync(type === 'directory' ? path : dirname(path), { recursive: true });
    if (type === 'symlink') symlinkSync(linkname, path);
    else if (type !== 'directory') writeFileSync(path, content, { mode: mode ?? 0o644 });
  }
  return root;
}

/** Users of most images. */
export const USERS: Entry[] = [
  file('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/:/bin/sh\n'),
  file('etc/group', 'root:x:0:\napp:x:1000:\n'),
];
