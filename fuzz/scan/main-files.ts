/** Whether the program that an interpreter runs as PID 1 names the stop signal in its main file: one that never does handles it hardly. */
import type { ImageConfig } from './config.ts';
import type { FileSystem } from './file-system.ts';
import type { Runs } from './chain.ts';
import type { Pid1 } from './pid1.ts';
import { interpreterOf, mainFileOf } from './programs.ts';
import { stopSignalOf } from './stop-signal.ts';
import type { Node } from './tree.ts';

/** Bytes of a main file that is looked into: bundles of a server have some MiB. */
export const MOST_MAIN = 16 * 1024 ** 2;

/** Whether text names a signal, by its name or as interpreters that leave out the SIG do: `$SIG{TERM}`. */
export const namesSignal = (text: string, signal: string): boolean => text.includes(signal) || text.includes(`SIG{${signal.slice(3)}}`);

/** The same with that, where PID 1 is such a program and its file is in the image. */
export async function withNames(pid1: Pid1, config: ImageConfig, { tree, read }: FileSystem): Promise<Pid1> {
  const found = new Map<Node, Runs>();
  for (const one of pid1.runs ?? []) {
    const file = one.below === 'nothing' && interpreterOf(one.words[0] ?? '') !== undefined ? mainFileOf(one.words) : undefined;
    if (file === undefined) continue;
    const at = tree.find(file.startsWith('/') ? file : `${config.workingDir}/${file}`);
    if (at.ok && at.node.type === 'file' && at.node.size <= MOST_MAIN) found.set(at.node, one);
  }
  if (found.size === 0) return pid1;
  const names = new Map<Runs, boolean>();
  await read(new Set(found.keys()), (node, bytes) => {
    const one = found.get(node);
    if (one !== undefined) names.set(one, namesSignal(bytes.toString('utf8'), stopSignalOf(config)));
  });
  return { ...pid1, runs: (pid1.runs ?? []).map((one) => ({ ...one, ...(names.has(one) ? { names: names.get(one) === true } : {}) })) };
}
