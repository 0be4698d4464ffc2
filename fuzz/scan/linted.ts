/** What lints look at. */
import type { Verified } from '../supply/verify.ts';
import type { ImageConfig } from './config.ts';
import type { Finding } from './finding.ts';
import type { Pid1 } from './pid1.ts';
import type { Node, Tree } from './tree.ts';
import type { Who } from './users.ts';

export interface FoundInit {
  path: string;
  /** Other names of the same file. */
  also: string[];
  verified: Verified;
  /** The file and every folder above it, root first, for who may change them. */
  nodes: Node[];
  /** Of a package: `Debian:12`, as OSV names it. */
  ecosystem?: string;
}

export interface Linted {
  /** As it was named, where it can be run. */
  image?: string;
  config: ImageConfig;
  pid1: Pid1;
  inits: readonly FoundInit[];
  /** Who it runs as; `undefined` where the image has no such user, or its files are not known. */
  who?: Who;
  /** Absent where only the words are known. */
  tree?: Tree;
}

/** Looks at the whole and finds something, or nothing. */
export type Lint = (image: Linted) => Finding[];
