/** A command with `exec` where a shell stands between it and the signal: `sh -c`, or a script. */
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Application } from './application.ts';

const SHELL = /^(?:.*\/)?(?:sh|bash|dash|ash)$/;
/** What needs the shell after it: a list, a pipe, a background, a redirection to a process. */
const COMPOUND = /[;&|\n]|^\s*(?:if|for|while|case|until|exec)\b/;
/** Of a script, bytes: entry points have some hundred lines. */
const MOST = 64 * 1024;

export interface WithExec {
  said: string;
  app: Application;
  /** Removes what was written for it. */
  remove?: () => Promise<void>;
}

/** Undefined where there is no shell, or nothing that could be exec'ed. */
export async function withExec(app: Application): Promise<WithExec | undefined> {
  const [program = '', option = '', text = ''] = app.command;
  if (SHELL.test(program) && option === '-c') {
    if (COMPOUND.test(text)) return undefined;
    return {
      said: `exec in front: ${program.split('/').pop()} -c 'exec ${text}', or the exec form of CMD`,
      app: { ...app, command: [program, option, `exec ${text}`, ...app.command.slice(3)] },
    };
  }
  return inScript(app, SHELL.test(program) ? option : program);
}

/** A script whose last line is a command: the same with `exec` there, shown in its place. */
async function inScript(app: Application, word: string): Promise<WithExec | undefined> {
  const inside = isAbsolute(word) ? word : join(app.directory, word);
  const outside = app.root === undefined ? inside : join(app.root, inside);
  const found = await stat(outside).catch(() => undefined);
  if (!word.includes('/') && !word.endsWith('.sh')) return undefined;
  if (found?.isFile() !== true || found.size > MOST) return undefined;
  const lines = (await readFile(outside, 'utf8')).split('\n');
  if (!/^#!.*\b(?:sh|bash|dash|ash)\b/.test(lines[0] ?? '') && !SHELL.test(app.command[0] ?? '')) return undefined;
  const last = lines.findLastIndex((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  const line = lines[last]?.trim() ?? '';
  if (last < 0 || COMPOUND.test(line) || /^(?:wait|exit|fi|done|esac|\})/.test(line)) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'initproof-exec-'));
  const from = join(folder, 'script');
  await chmod(folder, 0o755);
  await writeFile(from, lines.with(last, `exec ${line}`).join('\n'));
  await chmod(from, 0o755);
  return {
    said: `exec ${line} in line ${last + 1} of ${word}`,
    app: { ...app, shown: [...app.shown, { from, at: inside }] },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
