/**
 * What the package manager of a root file system has recorded of a file when it unpacked it: a second witness, good against damage; one who
 * could change the file could have changed the record.
 */
import type { Digests } from './binary.ts';

/** Files below a root; paths start with a slash. */
export interface Root {
  /** `undefined` where there is none, or it is too large to be a record. */
  read(path: string): Promise<string | undefined>;
  /** Names in a folder; none where there is no such folder. */
  list(path: string): Promise<string[]>;
}

export type PackageRecord =
  /** No package of this root has the file, or the manager is none that is known. */
  { kind: 'none' } | { kind: 'agrees' | 'differs'; manager: 'dpkg' | 'apk'; package: string; revision?: string };

const DPKG = '/var/lib/dpkg';
/** Before and since the usr merge of Alpine. */
const APK = ['/lib/apk/db/installed', '/usr/lib/apk/db/installed'];

/** The record of the file at `path` below `root`, and whether `digests` agree with it. */
export async function recordOf(root: Root, path: string, digests: Digests): Promise<PackageRecord> {
  const found = (await dpkgRecord(root, path)) ?? (await apkRecordIn(root, path));
  if (found === undefined) return { kind: 'none' };
  const { digest, ...rest } = found;
  return { kind: digest === digests.md5 || digest === digests.sha1 ? 'agrees' : 'differs', ...rest };
}

interface Found {
  manager: 'dpkg' | 'apk';
  package: string;
  revision?: string;
  /** MD5 with dpkg, SHA-1 with apk. */
  digest: string;
}

/** Folders that are links since the usr merge: packages from before name the file by the other path. */
const MERGED = /^\/(usr\/)?(bin|sbin|lib|lib64)\//;

function namesOf(path: string): string[] {
  if (!MERGED.test(path)) return [path];
  return [path, path.startsWith('/usr/') ? path.slice(4) : `/usr${path}`];
}

/** dpkg keeps `NAME.md5sums` in info/ (deb-md5sums(5)); an image without dpkg, as distroless has it, in status.d/. */
async function dpkgRecord(root: Root, path: string): Promise<Found | undefined> {
  for (const folder of [`${DPKG}/info`, `${DPKG}/status.d`]) {
    for (const name of (await root.list(folder)).filter((one) => one.endsWith('.md5sums'))) {
      const digest = md5In((await root.read(`${folder}/${name}`)) ?? '', path);
      if (digest === undefined) continue;
      const owner = name.slice(0, -'.md5sums'.length).split(':')[0] ?? name;
      const status = (await root.read(`${DPKG}/status`)) ?? (await root.read(`${DPKG}/status.d/${owner}`)) ?? '';
      const revision = versionIn(status, owner);
      return { manager: 'dpkg', package: owner, digest, ...(revision === undefined ? {} : { revision }) };
    }
  }
  return undefined;
}

/** Lines of 32 digits, two spaces, the path without its first slash. */
export function md5In(md5sums: string, path: string): string | undefined {
  for (const name of namesOf(path)) {
    const at = `${md5sums}\n`.indexOf(`  ${name.slice(1)}\n`);
    const digest = md5sums.slice(Math.max(0, at - 32), Math.max(0, at));
    if (/^[0-9a-f]{32}$/.test(digest)) return digest;
  }
  return undefined;
}

/** Of the paragraph of package `name` in a status file (deb-control(5)). */
export function versionIn(status: string, name: string): string | undefined {
  const start = `\n${status}`.indexOf(`\nPackage: ${name}\n`);
  if (start < 0) return undefined;
  const [paragraph = ''] = status.slice(start).split('\n\n', 1);
  return /^Version: (\S+)$/m.exec(paragraph)?.[1];
}

async function apkRecordIn(root: Root, path: string): Promise<Found | undefined> {
  for (const file of APK) {
    const found = apkRecord((await root.read(file)) ?? '', path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Paragraphs of lines `X:value`: P name, V version, F folder, R a file in it, Z its SHA-1 in base64 behind `Q1` (apk_database.c). */
export function apkRecord(installed: string, path: string): Found | undefined {
  const names = namesOf(path);
  let owner = '';
  let revision = '';
  let folder = '';
  let file = '';
  for (const line of installed.split('\n')) {
    const value = line.slice(2);
    if (line.startsWith('P:')) owner = value;
    else if (line.startsWith('V:')) revision = value;
    else if (line.startsWith('F:')) folder = value;
    else if (line.startsWith('R:')) file = `/${folder === '' ? '' : `${folder}/`}${value}`;
    else if (line.startsWith('Z:Q1') && names.includes(file))
      return { manager: 'apk', package: owner, revision, digest: Buffer.from(value.slice(2), 'base64').toString('hex') };
  }
  return undefined;
}
