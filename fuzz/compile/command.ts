/** How an init gets the command: behind its own arguments, as one string in them, or by the path of a script. It is always one of ours. */
import { join } from 'shlex/shlex.js';
import type { Launch } from '../scenario/scenario.ts';
import type { Started } from './setting.ts';

/** What each is in the sandbox (native/src/prepare.c). */
const PATHS: Record<NonNullable<Launch['command']>, string> = {
  actor: '/initproof/actor',
  missing: '/initproof/missing',
  'not-executable': '/initproof/not-executable',
  directory: '/initproof/directory',
  'script-without-interpreter': '/initproof/script',
  'no-process-left': '/initproof/actor',
};

/** A script of the sandbox that execs the command of the run. */
const FILE = '/initproof/command';

/** `string`: in words of the init's, quoted for a shell. `file`: by the path of a script, in its words or in files of its own. `none`: nowhere. */
export type Place = 'appended' | 'string' | 'file' | 'none';

/** By what the target says, and what stands in its arguments: `{command}`, `{file}`. */
export function placeOf({ setting }: Started, args: readonly string[]): Place {
  if (setting?.command === 'none') return 'none';
  if (setting?.command === 'file' || args.some((word) => word.includes('{file}'))) return 'file';
  return args.some((word) => word.includes('{command}')) ? 'string' : 'appended';
}

/** The init's arguments, those behind a command that is appended, and the text of the script where there is one. */
export function wordsOf(program: Started, own: readonly string[]): { init: string[]; args: readonly string[]; file?: string } {
  const { command = 'actor', args = [] } = program.launch;
  const place = placeOf(program, own);
  if (place === 'appended') return { init: [...own], args };
  const quoted = join([PATHS[command], ...args]);
  const init = own.map((word) => word.replaceAll(/{(command|file)}/g, (_, what) => (what === 'file' ? FILE : quoted)));
  return { init, args: [], ...(place === 'file' ? { file: `#!/bin/sh\nexec ${quoted}\n` } : {}) };
}
