/** A file system to look into: the tree, and the bytes of some of its files. */
import type { Node, Tree } from './tree.ts';

export interface FileSystem {
  tree: Tree;
  /** The bytes of these files, those that are no larger than `most`, in any order. */
  read(nodes: ReadonlySet<Node>, most: number, onFile: (node: Node, bytes: Buffer) => void): Promise<void>;
}
