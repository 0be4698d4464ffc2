/** Those files of an image whose content is needed: PID 1, who its users are, and what its package manager has recorded. One way through the layers. */
import { MOST_BYTES } from '../supply/binary.ts';
import type { Root } from '../supply/package-record.ts';
import type { Budget } from './budget.ts';
import type { FileSystem } from './file-system.ts';
import { baseName } from './shell.ts';
import type { Node, Tree } from './tree.ts';

export interface Contents {
  /** The bytes of PID 1's file, unless it is too large to be an init. */
  pid1?: Buffer;
  /** A small file that is always looked at, empty where it is not there: /etc/passwd, /etc/group, /etc/os-release. */
  text(path: string): string;
  /** Records of packages that may have one of the inits. */
  root: Root;
}

const TEXTS = ['/etc/passwd', '/etc/group', '/etc/os-release'];
const RECORDS = ['/var/lib/dpkg/status', '/lib/apk/db/installed', '/usr/lib/apk/db/installed'];
const DPKG_FOLDERS = ['/var/lib/dpkg/info', '/var/lib/dpkg/status.d'];

/** Whether a path has something to do with who a process is and which package `files` are from: those, what is read here, and the way to both. */
export function concerns(files: readonly string[]): (path: string) => boolean {
  const paths = [...TEXTS, ...RECORDS, ...files];
  return (path) =>
    paths.some((one) => one === path || one.startsWith(`${path}/`)) ||
    DPKG_FOLDERS.some((one) => one === path || one.startsWith(`${path}/`) || path.startsWith(`${one}/`));
}

/** Largest record that is read, bytes: dpkg's status of a full desktop has 5 MiB. */
const MOST_RECORD = 32 * 1024 ** 2;
/** Largest text, bytes: /etc/group of a company's directory has some hundred KiB. */
const MOST_TEXT = 1024 ** 2;

/** Reads them. `names`: paths whose package is asked for; of the files that list a package's own, only those that have such a name are kept. */
export async function readContents(files: FileSystem, pid1: Node | undefined, names: readonly string[], budget: Budget): Promise<Contents> {
  const wanted = wantedIn(files.tree, names.length > 0);
  const kept = new Map<string, string>();
  let bytesOfPid1: Buffer | undefined;
  const bases = names.map((name) => `/${baseName(name)}`);
  const nodes = new Set(wanted.keys());
  if (pid1 !== undefined && pid1.size <= MOST_BYTES) nodes.add(pid1);
  await files.read(nodes, (node, bytes) => {
    if (node === pid1) bytesOfPid1 = bytes;
    const path = wanted.get(node);
    if (path === undefined || (path.endsWith('.md5sums') && !bases.some((base) => bytes.includes(base)))) return;
    budget.spend('kept', bytes.length);
    kept.set(path, bytes.toString('utf8'));
  });
  return {
    ...(bytesOfPid1 === undefined ? {} : { pid1: bytesOfPid1 }),
    text: (path) => kept.get(path) ?? '',
    root: {
      read: (path) => Promise.resolve(kept.get(path)),
      list: (folder) => Promise.resolve([...kept.keys()].filter((path) => path.startsWith(`${folder}/`)).map(baseName)),
    },
  };
}

/** The files by their nodes, with the paths that they are asked for by. */
function wantedIn(tree: Tree, records: boolean): Map<Node, string> {
  const wanted = new Map<Node, string>();
  const want = (path: string, most: number): void => {
    const found = tree.find(path);
    if (found.ok && found.node.type === 'file' && found.node.size <= most) wanted.set(found.node, path);
  };
  for (const path of TEXTS) want(path, MOST_TEXT);
  if (!records) return wanted;
  for (const path of RECORDS) want(path, MOST_RECORD);
  for (const folder of DPKG_FOLDERS) {
    const found = tree.find(folder);
    for (const name of found.ok ? (found.node.children?.keys() ?? []) : []) want(`${folder}/${name}`, MOST_RECORD);
  }
  return wanted;
}
