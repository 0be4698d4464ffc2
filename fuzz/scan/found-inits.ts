/** Every init in a file system, each verified. */
import { type PackageRecord, recordOf, type Root } from '../supply/package-record.ts';
import { type Examined, verdictOn, type Wanted } from '../supply/verify.ts';
import type { FoundInit } from './linted.ts';
import type { Pid1 } from './pid1.ts';
import type { Node, Tree } from './tree.ts';

/** Paths by the file that they name; the shortest first, which is what people call it. */
export type Paths = Map<Node, string[]>;

/** Files that look like an init. */
export function initsIn(tree: Tree): Paths {
  const found: Paths = new Map();
  for (const { path, node } of tree.files()) if (node.examined !== undefined) found.set(node, [...(found.get(node) ?? []), path]);
  for (const paths of found.values()) paths.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return found;
}

/** PID 1's file is an init that is too large to be looked at in passing. */
export function withPid1(paths: Paths, { node, path, examined }: Pid1): Paths {
  if (node === undefined || path === undefined || examined?.identity.kind !== 'init' || paths.has(node)) return paths;
  node.examined = examined;
  return new Map([...paths, [node, [path]]]);
}

/** The verdict on each. */
export async function verifyAll(paths: Paths, tree: Tree, root: Root, ecosystem: string | undefined, wanted: Wanted): Promise<FoundInit[]> {
  const all: FoundInit[] = [];
  for (const [node, [path = '', ...also]] of paths) {
    if (node.examined === undefined) continue;
    const examined = withVersion(node.examined, tree);
    const { mode, uid, gid } = node;
    const record = await recorded(root, [path, ...also], examined);
    const verified = verdictOn({ ...examined, mode, uid, gid, file: path, record }, wanted);
    all.push({ path, also, verified, nodes: tree.way(path), ...(ecosystem === undefined ? {} : { ecosystem }) });
  }
  return all.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** By the first of its names that a package has. */
async function recorded(root: Root, names: readonly string[], { digests }: Examined): Promise<PackageRecord> {
  for (const name of names) {
    const record = await recordOf(root, name, digests);
    if (record.kind !== 'none') return record;
  }
  return { kind: 'none' };
}

/** /init of s6-overlay 3 does not say which it is; the folder of its programs does. */
function withVersion(examined: Examined, tree: Tree): Examined {
  const { identity } = examined;
  if (identity.kind !== 'init' || identity.init !== 's6-overlay' || identity.version !== undefined) return examined;
  const folder = tree.find('/package/admin');
  const names = folder.ok ? [...(folder.node.children?.keys() ?? [])] : [];
  const version = names.map((name) => /^s6-overlay-(\d[\d.]{0,20})$/.exec(name)?.[1]).find((one) => one !== undefined);
  return version === undefined ? examined : { ...examined, identity: { ...identity, version } };
}

/** `Debian:12`, as OSV names what an image's packages are from, by its os-release(5). */
export function ecosystemOf(osRelease: string): string | undefined {
  const value = (name: string): string => new RegExp(`^${name}=["']?([^"'\\n]{0,80})`, 'm').exec(osRelease)?.[1] ?? '';
  const [id, version] = [value('ID'), value('VERSION_ID')];
  if (id === 'debian') return version === '' ? 'Debian' : `Debian:${version}`;
  if (id === 'ubuntu') return `Ubuntu:${version}`;
  return id === 'alpine' ? `Alpine:v${version.split('.').slice(0, 2).join('.')}` : undefined;
}
