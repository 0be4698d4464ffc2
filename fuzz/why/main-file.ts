/** Whether the program that an interpreter runs names a signal in its main file: the kernel does not show whether a handler is the program's own. */
import { readlink } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { readRegular } from '../base/regular-file.ts';
import { interpreterOf, mainFileOf } from '../scan/programs.ts';
import { MOST_MAIN, namesSignal } from '../scan/main-files.ts';

export interface MainFile {
  /** As the process named it; `its arguments` where the program is in them. */
  path: string;
  names: (signal: string) => boolean;
}

/** Of process `pid`; `undefined` where it runs no interpreter that is known, or its file may not be read. */
export async function mainFileOfProcess(pid: number, exe: string, argv: readonly string[]): Promise<MainFile | undefined> {
  if (interpreterOf(exe) === undefined) return undefined;
  const path = mainFileOf(argv);
  if (path === undefined) return { path: 'its arguments', names: (signal) => argv.some((word) => namesSignal(word, signal)) };
  const folder = isAbsolute(path) ? '/' : await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  if (folder === undefined) return undefined;
  // Its root is not ours: a link would be followed in ours.
  const read = await readRegular(join(`/proc/${pid}/root`, folder, path), { most: MOST_MAIN, links: 'refused' });
  if (!read.ok) return undefined;
  const text = read.value.bytes.toString('utf8');
  return { path, names: (signal) => namesSignal(text, signal) };
}
