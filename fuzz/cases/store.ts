/** The corpus as a folder: read, list, find, save. One case is one file; its place and name are free. */
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { InputError } from '../scenario/input-error.ts';
import { didYouMean } from '../scenario/suggest.ts';
import type { Case } from './case.ts';
import { readCase, writeCase } from './case-file.ts';
import { caseId } from './case-id.ts';
import { readText } from './read-file.ts';
import { writeFileAtomically } from './write-file.ts';

export interface StoredCase {
  path: string;
  id: string;
  case: Case;
}

const EXTENSIONS = ['.yaml', '.yml'];
const SCHEMA_FILE = 'case.schema.json';

/** The case in one file; throws an InputError that says what is wrong and where. */
export async function readCaseFile(path: string): Promise<StoredCase> {
  const read = readCase(await readText(path), path);
  return { path, id: caseId(read.scenario, read.property), case: read };
}

/**
 * All cases below `folder`, in order of their paths, and the errors of those that cannot be read: one bad file hides no other.
 * Names with a dot in front are left out; a folder that is not there has none.
 */
export async function listCases(folder: string): Promise<{ cases: StoredCase[]; errors: InputError[] }> {
  const cases: StoredCase[] = [];
  const errors: InputError[] = [];
  for (const path of await casePaths(folder)) {
    try {
      cases.push(await readCaseFile(path));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push(error);
    }
  }
  return { cases, errors };
}

async function casePaths(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const shown = names.filter((name) => EXTENSIONS.includes(extname(name)) && !name.split(sep).some((part) => part.startsWith('.')));
  return shown.sort().map((name) => join(folder, name));
}

/**
 * The case that `word` means: a path, a name in `folder` (`reported/dumb-init-59` or `dumb-init-59`), or the start of an id
 * (4 digits or more). Throws an InputError where it is none or several.
 */
export async function findCase(folder: string, word: string): Promise<StoredCase> {
  if (await isFile(word)) return readCaseFile(word);
  const paths = await casePaths(folder);
  const named = paths.filter((path) => nameIn(folder, path) === word || basename(nameIn(folder, path)) === word);
  if (named.length > 0) return readCaseFile(only(named, word));
  const { cases } = /^[0-9a-f]{4,8}$/.test(word) ? await listCases(folder) : { cases: [] };
  const matching = cases.filter(({ id }) => id.startsWith(word));
  const path = only(
    matching.map((stored) => stored.path),
    word,
    paths.map((known) => nameIn(folder, known)),
  );
  return matching.find((stored) => stored.path === path) ?? readCaseFile(path);
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

const nameIn = (folder: string, path: string): string =>
  relative(folder, path)
    .replace(/\.ya?ml$/, '')
    .split(sep)
    .join('/');

function only(paths: readonly string[], word: string, names: readonly string[] = []): string {
  const [path] = paths;
  if (path === undefined)
    throw new InputError('UNREADABLE', word, `there is no such file, and no case of this name or id${suggestion(word, names)}`);
  if (paths.length > 1) throw new InputError('UNREADABLE', word, `several cases are meant: ${paths.join(', ')}`);
  return path;
}

const suggestion = (word: string, names: readonly string[]): string => didYouMean(word, [...names, ...names.map((name) => basename(name))]);

/** Writes a case to `path`, whatever was there. The line for editors is added where a schema file lies in this folder or up to three above it. */
export async function writeCaseFile(path: string, saved: Case): Promise<StoredCase> {
  await writeFileAtomically(path, writeCase(saved, await schemaFor(path)));
  return { path, id: caseId(saved.scenario, saved.property), case: saved };
}

async function schemaFor(path: string): Promise<string | undefined> {
  const folder = dirname(resolve(path));
  for (const up of ['', '..', '../..', '../../..']) if (await isFile(join(folder, up, SCHEMA_FILE))) return join(up, SCHEMA_FILE);
  return undefined;
}

/** Where a finding belongs, as what it will be there: `<folder>/<property>/<id>.yaml`. Writes nothing. */
export function placeOfCase(folder: string, saved: Case): StoredCase {
  const id = caseId(saved.scenario, saved.property);
  return { path: join(folder, saved.property ?? 'scenario', `${id}.yaml`), id, case: saved };
}

/** Writes a finding to its place. `replaces`: an earlier, larger form of it, which goes once this one is safe: at no moment is there none. */
export async function putCase({ path, case: saved }: StoredCase, replaces?: StoredCase): Promise<StoredCase> {
  const stored = await writeCaseFile(path, saved);
  // One that cannot be removed stays beside it: both are cases.
  if (replaces !== undefined && resolve(replaces.path) !== resolve(path)) await rm(replaces.path, { force: true }).catch(() => {});
  return stored;
}

/** Saves a finding as `<folder>/<property>/<id>.yaml`; `replaces` as of `putCase`. */
export const saveCase = (folder: string, saved: Case, replaces?: StoredCase): Promise<StoredCase> =>
  putCase(placeOfCase(folder, saved), replaces);
