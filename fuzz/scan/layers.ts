/** The file system of an image, layer by layer, in one go: nothing of it is kept but names and what looks like an init. */
import type { Readable } from 'node:stream';
import { asInit, beginsAsProgram, MOST_CANDIDATE, mayBeInit } from './candidate.ts';
import type { Budget } from './budget.ts';
import type { FileSystem, OnFile } from './file-system.ts';
import type { Layer } from './image.ts';
import { readTar, type TarEntry } from './tar.ts';
import { type Node, Tree } from './tree.ts';
import { unpack } from './unpack.ts';

/** Called when a layer begins, counted from 1. */
export type Progress = (layer: number, of: number) => void;

/** Goes through all layers. */
export async function layered(layers: readonly Layer[], budget: Budget, progress: Progress = () => {}): Promise<FileSystem> {
  const tree = new Tree(budget);
  for (const [n, layer] of layers.entries()) {
    progress(n + 1, layers.length);
    let ordinal = 0;
    await readTar(unpack(layer.open(), layer, budget), layer.name, budget, (entry, content) => {
      const node = tree.add(entry, n, ordinal++);
      return node !== undefined && mayBeInit(node) ? look(node, entry, content) : undefined;
    });
  }
  return { tree, read: (nodes, onFile) => readNodes(layers, budget, nodes, onFile) };
}

async function look(node: Node, { path }: TarEntry, content: Readable): Promise<void> {
  const bytes = await whole(content, MOST_CANDIDATE, beginsAsProgram);
  const examined = bytes === undefined ? undefined : await asInit(path, bytes);
  if (examined !== undefined) node.examined = examined;
}

/** The content while it is at most `most` bytes, and its beginning is as wanted; the rest is left to be skipped. */
async function whole(content: Readable, most: number, wanted: (head: Uint8Array) => boolean = () => true): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    const done = (result: Buffer | undefined): void => {
      content.off('data', onData);
      resolve(result);
    };
    const onData = (chunk: Uint8Array): void => {
      size += chunk.length;
      // Chunks are pieces of what was unpacked: copies, since many small ones would keep it all.
      chunks.push(Buffer.from(chunk));
      if (size > most || (chunks.length === 1 && !wanted(chunk))) done(undefined);
    };
    content.on('data', onData);
    content.on('end', () => done(Buffer.concat(chunks)));
    content.on('error', reject);
    content.on('close', () => done(Buffer.concat(chunks)));
  });
}

/** Goes again through those layers that hold wanted files. */
async function readNodes(layers: readonly Layer[], budget: Budget, nodes: ReadonlySet<Node>, onFile: OnFile): Promise<void> {
  const wanted = new Map([...nodes].map((node) => [`${node.layer}:${node.ordinal}`, node]));
  const holding = new Set([...nodes].map(({ layer }) => layer));
  for (const [n, layer] of layers.entries()) {
    if (!holding.has(n)) continue;
    let ordinal = 0;
    // What was counted once is not counted again.
    const again = budget.again();
    await readTar(unpack(layer.open(), layer, again), layer.name, again, (_, content) => {
      const node = wanted.get(`${n}:${ordinal++}`);
      if (node === undefined) return undefined;
      return whole(content, node.size).then((bytes) => {
        if (bytes !== undefined) onFile(node, bytes);
      });
    });
  }
}
