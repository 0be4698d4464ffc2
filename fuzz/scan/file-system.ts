/** A file system to look into: the tree, and the bytes of some of its files. */
import type { Node, Tree } from './tree.ts';

export interface FileSystem {
  tree: Tree;
  /** The bytes of these files, each in one piece and in any order; one that cannot be read is left out. */
  read(nodes: ReadonlySet<Node>, onFile: OnFile): Promise<void>;
}

export type OnFile = (node: Node, bytes: Buffer) => void;
