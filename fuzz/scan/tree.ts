/** A file system as its layers make it: what covers what. No file of it is ever made. */
import type { Examined } from '../supply/verify.ts';
import { type Budget, refuse } from './budget.ts';
import { printable } from '../base/printable.ts';
import type { TarEntry } from './tar.ts';

export interface Node {
  type: Exclude<TarEntry['type'], 'link'>;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  /** The layer that it comes from, and its place there, both from 0. */
  layer: number;
  ordinal: number;
  /** Of a symbolic link. */
  target?: string;
  /** Of a folder. */
  children?: Map<string, Node>;
  /** Layer up to which a whiteout has looked at what is below. */
  cleared?: number;
  /** Where it looks like an init. */
  examined?: Examined;
}

/** Links that are followed on one way, as Linux does (path_resolution(7)). */
const MOST_LINKS = 40;
/** Paths that are named, of those that come twice or cannot be seen: one is enough to look for the others. */
const MOST_NAMED = 5;

export type Found = { ok: true; node: Node; path: string } | { ok: false; why: string; at: string };

/** A name of a whiteout, and that of one for the whole folder (OCI image specification, layer.md). */
const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

export class Tree {
  readonly root: Node = folder(0);
  readonly #budget: Budget;
  readonly #whiteouts: boolean;
  /** Names that the layer which is being added has given to files of lower ones, by hard links: a whiteout of that layer leaves them. */
  #links = { layer: -1, names: new Map<Node, Set<string>>() };
  /** Paths that a layer has twice: the first few. */
  readonly doubled: string[] = [];
  /** Folders that no entry has named. */
  made = 0;
  /** Paths that could not be looked at: the first few. */
  readonly unseen: string[] = [];

  /** `whiteouts`: whether `.wh.` names take away what is below, as in layers, or are names. */
  constructor(budget: Budget, { whiteouts = true } = {}) {
    this.#budget = budget;
    this.#whiteouts = whiteouts;
  }

  /** Puts an entry of layer `layer` over what is there. Gives its node, where it makes one that is new. */
  add(entry: TarEntry, layer: number, ordinal: number): Node | undefined {
    if (entry.path === '/') {
      Object.assign(this.root, { mode: entry.mode, uid: entry.uid, gid: entry.gid });
      return undefined;
    }
    const at = entry.path.lastIndexOf('/');
    const name = entry.path.slice(at + 1);
    const parent = this.#folderAt(entry.path.slice(0, at), layer);
    if (!this.#whiteouts || !name.startsWith(WHITEOUT)) return this.#put(parent, name, entry, layer, ordinal);
    if (name === OPAQUE) this.#clear(parent, layer);
    else this.#whiteOut(parent, name.slice(WHITEOUT.length), layer);
    return undefined;
  }

  #put(parent: Node, name: string, entry: TarEntry, layer: number, ordinal: number): Node | undefined {
    const children = parent.children ?? new Map<string, Node>();
    const standing = children.get(name);
    const { type, mode, uid, gid, size, target } = entry;
    const again = standing !== undefined && standing.layer === layer && standing.ordinal >= 0;
    if (again && !(type === 'directory' && standing.type === 'directory') && this.doubled.length < MOST_NAMED)
      this.doubled.push(entry.path);
    if (type === 'link') {
      children.set(name, this.#linked(entry));
      this.#placed(parent, name, layer);
      return undefined;
    }
    const node: Node = { type, mode, uid, gid, size, layer, ordinal, ...(type === 'symlink' ? { target: target ?? '' } : {}) };
    if (type === 'directory') node.children = standing?.type === 'directory' ? (standing.children ?? new Map()) : new Map();
    if (type === 'directory' && standing?.cleared !== undefined) node.cleared = standing.cleared;
    children.set(name, node);
    return node;
  }

  #placed(parent: Node, name: string, layer: number): void {
    if (this.#links.layer !== layer) this.#links = { layer, names: new Map() };
    const names = this.#links.names.get(parent) ?? new Set();
    this.#links.names.set(parent, names.add(name));
  }

  /** Whether what is there comes from a lower layer, and nothing of this one is in it. */
  #isLower(parent: Node, name: string, node: Node, layer: number): boolean {
    if (this.#links.layer === layer && this.#links.names.get(parent)?.has(name) === true) return false;
    return node.layer < layer && (node.children?.size ?? 0) === 0;
  }

  #linked({ path, target }: TarEntry): Node {
    const found = this.find(target ?? '', { last: false });
    if (found.ok && found.node.type !== 'directory') return found.node;
    throw refuse(this.#budget.image, `the hard link ${printable(path)} leads to ${printable(target ?? '')}, which is not there`);
  }

  /** The folder of a new entry: links in its way are followed inside the root, what is missing is made. */
  #folderAt(path: string, layer: number): Node {
    const found = this.find(path, { make: layer });
    if (found.ok) return found.node;
    throw refuse(this.#budget.image, `the folder ${printable(path)} cannot be reached: ${found.why}`);
  }

  #whiteOut(parent: Node, name: string, layer: number): void {
    const node = parent.children?.get(name);
    if (node === undefined) return;
    if (node.children !== undefined) this.#clear(node, layer);
    // What the same layer has put there stays.
    if (this.#isLower(parent, name, node, layer)) parent.children?.delete(name);
  }

  /** Takes away all below `node` that comes from lower layers. */
  #clear(node: Node, layer: number): void {
    if (node.cleared === layer || node.children === undefined) return;
    node.cleared = layer;
    for (const [name, child] of node.children) {
      this.#budget.spend('steps', 1);
      if (child.children !== undefined) this.#clear(child, layer);
      if (this.#isLower(node, name, child, layer)) node.children.delete(name);
    }
  }

  /**
   * What is at `path`, every link resolved inside the root: `..` of the root is the root. `last`: whether a link at the end is followed;
   * `make`: folders that are missing are made, for this layer.
   */
  find(path: string, { last = true, make }: { last?: boolean; make?: number } = {}): Found {
    let links = 0;
    let way: { node: Node; name: string }[] = [];
    let parts = split(path);
    let node = this.root;
    const here = (): string => `/${way.map(({ name }) => name).join('/')}`;
    while (parts.length > 0) {
      this.#budget.spend('steps', 1);
      const name = parts.pop() ?? '';
      if (name === '..') {
        node = way.pop()?.node ?? this.root;
        continue;
      }
      if (node.children === undefined) return { ok: false, why: 'a part of the path is no folder', at: here() };
      let next: Node | undefined = node.children.get(name);
      if (next?.type === 'symlink' && (last || parts.length > 0)) {
        if (++links > MOST_LINKS) return { ok: false, why: 'its links lead in a circle', at: here() };
        const target = next.target ?? '';
        if (target.startsWith('/')) [node, way] = [this.root, []];
        parts = [...parts, ...split(target)];
        continue;
      }
      if (make !== undefined && (next === undefined || next.children === undefined)) {
        this.#budget.spend('entries', 1);
        this.made++;
        next = folder(make);
        node.children.set(name, next);
      }
      if (next === undefined) return { ok: false, why: 'there is no such file', at: `${here()}/${name}`.replace('//', '/') };
      way.push({ node, name });
      node = next;
    }
    return { ok: true, node, path: here() };
  }

  cannotSee(path: string): void {
    if (this.unseen.length < MOST_NAMED) this.unseen.push(path);
  }

  /** The node at `path`, which has no links in it, and those of the folders above it, root first. */
  way(path: string): Node[] {
    const nodes = [this.root];
    for (const name of split(path).reverse()) {
      const next = nodes.at(-1)?.children?.get(name);
      if (next === undefined) break;
      nodes.push(next);
    }
    return nodes;
  }

  /** Every file, with its path; a node with several names comes once for each. */
  *files(): Generator<{ path: string; node: Node }> {
    const open: { path: string; node: Node }[] = [{ path: '', node: this.root }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const [name, node] of next.node.children ?? []) {
        const path = `${next.path}/${name}`;
        if (node.children === undefined) yield { path, node };
        else open.push({ path, node });
      }
    }
  }
}

/** The last part first, so that taking the next one is cheap. */
const split = (path: string): string[] =>
  path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .reverse();

/** One that no entry has named: root's, open to be read. */
function folder(layer: number): Node {
  return { type: 'directory', mode: 0o755, uid: 0, gid: 0, size: 0, layer, ordinal: -1, children: new Map() };
}
