/** The corpus as a folder: read, list, find, save. One case is one file; its place and name are free. */
import { rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { filesBelow } from '../base/folder.ts';
import { PACKAGE_ROOT } from '../execute/locate.ts';
import { InputError, refusal } from '../scenario/input-error.ts';
import { didYouMean } from '../scenario/suggest.ts';
import type { Case } from './case.ts';
import { readCase, writeCase } from './case-file.ts';
import { caseId } from './case-id.ts';
import { readText, type Where } from './read-file.ts';
import { writeFileAtomically } from './write-file.ts';

export interface StoredCase {
  path: string;
  id: string;
  case: Case;
}

/** The corpus that comes with initproof. */
export const SHIPPED_CORPUS = join(PACKAGE_ROOT, 'corpus');

const EXTENSIONS = ['.yaml', '.yml'];
const SCHEMA_FILE = 'case.schema.json';

/** Files of cases in one folder: two hundred times what the corpus has; so many are read within some ten seconds. */
const MOST_CASES = 20_000;

/** The case in one file; throws an InputError that says what is wrong and where. */
export const readCaseFile = (path: string): Promise<StoredCase> => readWhere(path, {});

async function readWhere(path: string, where: Where): Promise<StoredCase> {
  const read = readCase(await readText(path, path, where), path);
  return { path, id: caseId(read.scenario, read.property), case: read };
}

/**
 * All cases below `folder`, in order of their paths, and the errors of those that cannot be read: one bad file hides no other.
 * Names with a dot in front are left out; a folder that is not there has none. A link that leads out of the folder is such an error.
 */
export async function listCases(folder: string): Promise<{ cases: StoredCase[]; errors: InputError[] }> {
  const cases: StoredCase[] = [];
  const { paths, errors } = await casePaths(folder);
  for (const path of paths) {
    try {
      cases.push(await readWhere(path, { inside: folder }));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push(error);
    }
  }
  return { cases, errors };
}

async function casePaths(folder: string): Promise<{ paths: string[]; errors: InputError[] }> {
  const below = await filesBelow(folder);
  if (!below.ok && below.kind === 'missing') return { paths: [], errors: [] };
  if (!below.ok) throw refusal(folder, below);
  const isCase = (name: string): boolean => EXTENSIONS.includes(extname(name));
  const paths = below.value.files.filter(isCase).sort();
  if (paths.length > MOST_CASES) throw new InputError('TOO_LARGE', folder, `it has ${paths.length} cases, the limit is ${MOST_CASES}`);
  const out = below.value.out.filter(({ name, to }) => to === 'folder' || isCase(name));
  return { paths: paths.map((name) => join(folder, name)), errors: out.map(({ name, to }) => notFollowed(join(folder, name), to)) };
}

const notFollowed = (path: string, to: 'file' | 'folder'): InputError =>
  new InputError('UNREADABLE', path, `it is a link to a ${to} outside, and not followed: give the ${to} itself`);

/**
 * The case that `word` means: a path, a name in `folder` (`reported/dumb-init-59` or `dumb-init-59`), or the start of an id
 * (4 digits or more). Throws an InputError where it is none or several.
 */
export async function findCase(folder: string, word: string): Promise<StoredCase> {
  if (await isThere(word)) return readCaseFile(word);
  const { paths } = await casePaths(folder);
  const named = paths.filter((path) => nameIn(folder, path) === word || basename(nameIn(folder, path)) === word);
  if (named.length > 0) return readWhere(only(named, word), { inside: folder });
  const { cases } = /^[0-9a-f]{4,8}$/.test(word) ? await listCases(folder) : { cases: [] };
  const matching = cases.filter(({ id }) => id.startsWith(word));
  const path = only(
    matching.map((stored) => stored.path),
    word,
    paths.map((known) => nameIn(folder, known)),
  );
  return matching.find((stored) => stored.path === path) ?? readWhere(path, { inside: folder });
}

/** A FIFO or a device is what is meant, too: it is refused by what it is. */
const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => !found.isDirectory(),
    () => false,
  );

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
