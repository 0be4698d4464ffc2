/** A folder with an unpacked root file system. Links in it are resolved in the tree, inside this root, and never by the kernel. */
import type { Stats } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { openRegular } from '../base/regular-file.ts';
import type { Budget } from './budget.ts';
import { asInit, beginsAsProgram, mayBeInit } from './candidate.ts';
import type { FileSystem, OnFile } from './file-system.ts';
import { type Node, Tree } from './tree.ts';
import type { EntryType } from './tar.ts';

/** Goes through `folder`, or what of it is `wanted`, a path from its root. What is mounted in it is left out: /proc has no end. */
export async function rootfs(folder: string, budget: Budget, wanted: (path: string) => boolean = () => true): Promise<FileSystem> {
  const tree = new Tree(budget, { whiteouts: false });
  const places = new Map<Node, string>();
  /** Names of files with several, by device and inode: files of an overlay may be on several devices. */
  const linked = new Map<string, string>();
  const top = await lstat(`${folder}/.`);
  const { dev } = top;
  tree.add(await entryOf(folder, '/', top), 0, -1);
  let ordinal = 0;
  const todo = [''];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    const names = await readdir(join(folder, at)).catch((error: NodeJS.ErrnoException) => unreadable(error, at, tree));
    for (const name of names.sort()) {
      const path = `${at}/${name}`;
      if (!wanted(path)) continue;
      const stat = await lstat(join(folder, path)).catch(() => undefined);
      // Names that are no UTF-8 cannot be asked for.
      if (stat === undefined) tree.cannotSee(path);
      // Files of an overlay may be on another device than its folders; what is mounted is a folder nearly always.
      if (stat === undefined || (stat.isDirectory() && stat.dev !== dev)) continue;
      budget.spend('entries', 1);
      budget.spend('names', path.length);
      const inode = stat.nlink > 1 && !stat.isDirectory() ? `${stat.dev}:${stat.ino}` : undefined;
      const first = inode === undefined ? undefined : linked.get(inode);
      if (inode !== undefined) linked.set(inode, path);
      const entry = await entryOf(join(folder, path), path, stat);
      const node = tree.add(first === undefined ? entry : { ...entry, type: 'link', target: first }, 0, ordinal++);
      if (stat.isDirectory()) todo.push(path);
      if (node === undefined) continue;
      places.set(node, join(folder, path));
      if (mayBeInit(node)) await look(node, path, join(folder, path));
    }
  }
  return { tree, read: (nodes, onFile) => readNodes(places, nodes, onFile) };
}

/** A folder that may not be read has nothing in it for us, the root itself is an error. */
function unreadable(error: NodeJS.ErrnoException, at: string, tree: Tree): string[] {
  if (at === '') throw error;
  tree.cannotSee(at);
  return [];
}

async function entryOf(file: string, path: string, stat: Stats) {
  const type = typeOf(stat);
  const target = type === 'symlink' ? await readlink(file).catch(() => '') : undefined;
  const { mode, uid, gid, size } = stat;
  return {
    path,
    type,
    mode: mode & 0o7777,
    uid,
    gid,
    size: type === 'file' ? size : 0,
    offset: 0,
    ...(target === undefined ? {} : { target }),
  };
}

function typeOf(stat: Stats): EntryType {
  if (stat.isDirectory()) return 'directory';
  if (stat.isSymbolicLink()) return 'symlink';
  if (stat.isFile()) return 'file';
  return stat.isFIFO() || stat.isSocket() ? 'fifo' : 'device';
}

async function look(node: Node, path: string, file: string): Promise<void> {
  const bytes = await readPart(file, node.size, beginsAsProgram);
  const examined = bytes === undefined ? undefined : await asInit(path, bytes);
  if (examined !== undefined) node.examined = examined;
}

/** At most `size` bytes, where they begin as wanted; none of what may not be read. */
async function readPart(file: string, size: number, wanted: (head: Uint8Array) => boolean = () => true): Promise<Buffer | undefined> {
  const opened = await openRegular(file, { most: Number.POSITIVE_INFINITY, links: 'refused' });
  if (!opened.ok) return undefined;
  const { file: handle } = opened.value;
  try {
    const head = Buffer.alloc(Math.min(size, 4));
    await handle.read(head, 0, head.length, 0);
    if (!wanted(head)) return undefined;
    const bytes = Buffer.alloc(size);
    const { bytesRead } = await handle.read(bytes, 0, size, 0);
    return bytes.subarray(0, bytesRead);
  } catch {
    // In a running container it may have become something else meanwhile.
    return undefined;
  } finally {
    await handle.close();
  }
}

async function readNodes(places: ReadonlyMap<Node, string>, nodes: ReadonlySet<Node>, onFile: OnFile): Promise<void> {
  for (const node of nodes) {
    const file = places.get(node);
    const bytes = file === undefined || node.type !== 'file' ? undefined : await readPart(file, node.size);
    if (bytes !== undefined) onFile(node, bytes);
  }
}
