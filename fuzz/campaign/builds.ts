/** An ordered list of binaries, oldest first: what a bisection goes through. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { filesBelow } from '../base/folder.ts';
import { MOST_PROGRAM, notRegular } from '../base/regular-file.ts';
import { readText } from '../cases/read-file.ts';
import { InputError, refusal } from '../scenario/input-error.ts';

/** Numbers in names by their value: 0.9 before 0.10, as `sort -V` has it. The language is fixed, so that the order is everywhere the same. */
const NATURAL = new Intl.Collator('en', { numeric: true });

/** A build as it is named in answers, and its path. */
export interface Build {
  name: string;
  binary: string;
}

/**
 * The builds that `path` means: the executable files below a folder, in natural order of their paths in it; or those of a text file, one path
 * a line from the folder of that file, in its order (empty lines and `#` are left out). Throws an InputError where one is no program, or
 * where there are fewer than two.
 */
export async function readBuilds(path: string): Promise<Build[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new InputError('UNREADABLE', path, 'there is no such folder of builds, or list of them');
  const builds = found.isDirectory() ? await inFolder(path) : await inList(path);
  if (builds.length < 2) throw new InputError('UNREADABLE', path, `${builds.length} builds: it takes two or more to look between`);
  return builds;
}

async function inFolder(folder: string): Promise<Build[]> {
  const below = await filesBelow(folder);
  if (!below.ok) throw refusal(folder, below);
  // A build is often a link to a release elsewhere: it is only run, and in the sandbox. Linked folders are not gone into.
  const names = [...below.value.files, ...below.value.out.map(({ name }) => name)];
  const found: Build[] = [];
  for (const name of names.sort(NATURAL.compare)) {
    const binary = resolve(folder, name);
    if ((await whyNoProgram(binary)) === undefined) found.push({ name: join(folder, name), binary });
  }
  return found;
}

async function inList(file: string): Promise<Build[]> {
  const lines = (await readText(file)).split(/\r?\n/);
  const builds: Build[] = [];
  for (const [index, text] of lines.entries()) {
    const name = text.trim();
    if (name === '' || name.startsWith('#')) continue;
    const binary = resolve(dirname(file), name);
    const why = await whyNoProgram(binary);
    const line = { line: index + 1, column: text.indexOf(name) + 1, length: name.length };
    if (why !== undefined) throw new InputError('UNREADABLE', file, `no build: ${why}`, line, lines.join('\n'));
    builds.push({ name: relative('', binary) || name, binary });
  }
  return builds;
}

async function whyNoProgram(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return 'there is no such file';
  const why = notRegular(found);
  if (why !== undefined) return why;
  if (found.size > MOST_PROGRAM) return `it has ${found.size} bytes, the limit is ${MOST_PROGRAM}`;
  return access(path, constants.X_OK).then(
    () => undefined,
    () => 'it is not executable (chmod +x)',
  );
}
