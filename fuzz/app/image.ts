/** An image as an application: what it runs, and its root file system, unpacked into a folder. No daemon is needed. */
import { chmod, chown, link, lchown, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { arch, tmpdir } from 'node:os';
import { join } from 'node:path';
import { printable } from '../base/printable.ts';
import { Budget, refuse } from '../scan/budget.ts';
import { type Opened, openImage } from '../scan/open.ts';
import type { Node, Tree } from '../scan/tree.ts';
import { whoIs } from '../scan/users.ts';
import { isSignalName, signalName, type SignalName } from '../scenario/signals.ts';
import type { Application } from './application.ts';

/** What an image says of an application, with the folder of its root, which `remove` removes where it was made. */
export interface Unpacked {
  app: Pick<Application, 'command' | 'env' | 'directory' | 'root' | 'shown' | 'stop' | 'user'>;
  remove(): Promise<void>;
}

/** As Go names them: GOARCH. */
const ARCHES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
/** What Docker's daemon sets beside the image's own (oci/defaults.go, container.CreateDaemonEnvironment). */
const DEFAULT_ENV = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOSTNAME: 'initproof' };

/**
 * Opens the image at `path`: an archive of `docker save`, one of OCI or its folder, or a root file system. `command`: in place of its own.
 * Throws an InputError for one that is damaged, of another architecture, or does not say what it runs.
 */
export async function unpackImage(path: string, command: readonly string[], signal?: AbortSignal): Promise<Unpacked> {
  const budget = new Budget(path, undefined, signal);
  const opened = await openImage(path, {}, budget, () => {});
  const { config, env, architecture } = opened;
  const own = ARCHES[arch()] ?? arch();
  if (architecture !== undefined && architecture !== '' && architecture !== own)
    throw refuse(path, `it is of architecture ${printable(architecture)}, and this machine is ${own}`);
  const words = command.length > 0 ? [...config.entrypoint, ...command] : [...config.entrypoint, ...config.cmd];
  if (words.length === 0) throw refuse(path, 'it does not say what it runs: give the command behind --');
  const isFolder = opened.kind === 'rootfs';
  const root = isFolder ? path : await mkdtemp(join(tmpdir(), 'initproof-image-'));
  const remove = isFolder ? async () => {} : () => rm(root, { recursive: true, force: true });
  try {
    if (!isFolder) await unpackInto(root, opened);
    const user = await userOf(opened, path);
    return {
      app: {
        command: words,
        env: { ...DEFAULT_ENV, ...Object.fromEntries(env.map(pairOf)) },
        directory: config.workingDir,
        root,
        shown: [],
        stop: stopOf(config.stopSignal),
        ...(user === undefined ? {} : { user }),
      },
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

function pairOf(variable: string): [string, string] {
  const at = variable.indexOf('=');
  return at < 0 ? [variable, ''] : [variable.slice(0, at), variable.slice(at + 1)];
}

/** `SIGTERM`, `TERM` or `15`. */
function stopOf(text = 'SIGTERM'): SignalName {
  if (/^\d{1,2}$/.test(text)) return signalName(Number(text));
  const name = text.startsWith('SIG') ? text : `SIG${text}`;
  return isSignalName(name) ? name : 'SIGTERM';
}

/** Its user by its own files; undefined for root. Throws an InputError where it has no such user. */
async function userOf({ config, files }: Opened, path: string): Promise<{ user: number; group: number } | undefined> {
  if (config.user === '' || config.user === 'root' || config.user === '0') return undefined;
  const texts = new Map<Node, string>();
  const found = ['/etc/passwd', '/etc/group'].map((name) => files.tree.find(name));
  await files.read(new Set(found.flatMap((one) => (one.ok && one.node.type === 'file' ? one.node : []))), (node, bytes) =>
    texts.set(node, bytes.toString()),
  );
  const [passwd = '', group = ''] = found.map((one) => (one.ok ? (texts.get(one.node) ?? '') : ''));
  const who = whoIs(config.user, passwd, group);
  if (who === undefined) throw refuse(path, `it has no user ${printable(config.user)}`);
  return { user: who.uid, group: who.gids[0] ?? 0 };
}

/** A file of an image with its first name; others are links to it. */
type Names = Map<Node, string[]>;

/**
 * Writes the tree: folders first, then files, links last, so that nothing is ever written through a link of the image. Devices and FIFOs are
 * left out: the sandbox has its own.
 */
async function unpackInto(root: string, { files }: Opened): Promise<void> {
  const asRoot = process.geteuid?.() === 0;
  const names: Names = new Map();
  const folders: [string, Node][] = [];
  await walk(files.tree, async (path, node) => {
    if (node.children === undefined) names.set(node, [...(names.get(node) ?? []), path]);
    else folders.push([path, node]);
  });
  for (const [path] of folders) await mkdir(join(root, path), { recursive: true });
  const plain = new Set([...names.keys()].filter(({ type }) => type === 'file'));
  const writes: Promise<void>[] = [];
  await files.read(plain, (node, bytes) => {
    writes.push(writeOne(root, names.get(node) ?? [], node, bytes, asRoot));
  });
  await Promise.all(writes);
  for (const [node, paths] of names)
    if (node.type === 'symlink')
      for (const path of paths) {
        await symlink(node.target ?? '', join(root, path));
        if (asRoot) await lchown(join(root, path), node.uid, node.gid);
      }
  // Deepest first: a folder that may not be written to is closed last.
  for (const [path, node] of folders.reverse()) {
    if (asRoot) await chown(join(root, path), node.uid, node.gid);
    await chmod(join(root, path), asRoot ? node.mode : node.mode | 0o700);
  }
  await chmod(root, 0o755);
}

async function walk(tree: Tree, each: (path: string, node: Node) => Promise<void>): Promise<void> {
  const open: { path: string; node: Node }[] = [{ path: '', node: tree.root }];
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const [name, node] of next.node.children ?? []) {
      const path = `${next.path}/${name}`;
      await each(path, node);
      if (node.children !== undefined) open.push({ path, node });
    }
}

async function writeOne(root: string, [first, ...others]: readonly string[], node: Node, bytes: Buffer, asRoot: boolean): Promise<void> {
  if (first === undefined) return;
  const place = join(root, first);
  await writeFile(place, bytes, { flag: 'wx' });
  if (asRoot) await chown(place, node.uid, node.gid);
  await chmod(place, node.mode);
  for (const other of others) await link(place, join(root, other));
}

/** Whether a word is an image, and not a program: a folder or a file that nobody can start. */
export async function isImage(word: string): Promise<boolean> {
  const found = await stat(word).catch(() => undefined);
  return found !== undefined && (found.isDirectory() || (found.isFile() && (found.mode & 0o111) === 0));
}
