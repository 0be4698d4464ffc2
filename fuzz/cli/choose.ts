/** From words to what they mean: targets, properties, cases. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { PROPERTIES } from '../../properties/index.ts';
import { packagesOf } from '../campaign/find-in-package.ts';
import { type Accepted, baselineAt } from '../campaign/known-by.ts';
import { type FoundTarget, findTarget } from '../campaign/find-target.ts';
import { withHabits } from '../campaign/learn-undeclared.ts';
import { shippedTargets } from '../campaign/target-files.ts';
import { findCase, listCases, SHIPPED_CORPUS, type StoredCase } from '../cases/store.ts';
import { cachedPackage, initsFolder } from '../execute/inits.ts';
import type { Property } from '../judge/property.ts';
import { InputError } from '../scenario/input-error.ts';
import { didYouMean } from '../scenario/suggest.ts';
import { NothingToRunError, UsageError } from './errors.ts';
import { say } from './streams.ts';
import { isFolder, quotedWords, words } from './values.ts';

/** What commands that take targets let people say of them. */
export interface TargetFlags {
  like?: string;
  args?: string[];
  fetch?: string[];
}

/** The same as options. */
export const withTargetOptions = (command: Command): Command =>
  command
    .option('--like <target>', 'judge binaries given by path by the contract and arguments of this target')
    .addOption(
      new Option('--args <words>', "arguments of the init before the command, in place of the target's own: --args '-g --'").argParser(
        quotedWords,
      ),
    )
    // A download is the user's to ask for.
    .addOption(
      new Option('--fetch <package>', 'allow a target file to have this Debian package fetched: --fetch supervisor').argParser(words),
    );

/** As many as an executor takes (native/src/guard.c). */
const MOST_TARGETS = 64;

/** The targets that can be run; of the others one line each is said. No words: all that come with initproof but those on request. */
export async function chooseTargets(given: readonly string[], { like, args, fetch: packages }: TargetFlags = {}): Promise<FoundTarget[]> {
  const names = given.length > 0 ? [...new Set(given)] : (await shippedTargets()).flatMap(({ file }) => (file.onRequest ? [] : file.name));
  if (given.length === 0 && args !== undefined) throw new UsageError('--args is for targets that are named: give one');
  if (names.length > MOST_TARGETS) throw new UsageError(`${names.length} targets, at most ${MOST_TARGETS} at a time`);
  await sayFetches(names);
  const results = await Promise.all(names.map((name) => findTarget(name, { like, args, ...(packages === undefined ? {} : { packages }) })));
  for (const result of results) if (!result.ok) say(`initproof: ${result.name} is left out: ${result.why}`);
  for (const result of results) if (result.ok) say(...(result.said ?? []).map((line) => `initproof: ${line}`));
  const found = results.flatMap((result) => (result.ok ? result.target : []));
  if (found.length === 0) throw new NothingToRunError('no target is left to run');
  return found;
}

/** A download takes seconds, and is something that people want to know of: it is said before it begins. */
async function sayFetches(names: readonly string[]): Promise<void> {
  const wanted = (await shippedTargets()).flatMap(({ file }) => (names.includes(file.name) ? packagesOf(file) : []));
  const isMissing = async (name: string): Promise<string[]> => ((await cachedPackage(name)) === undefined ? [name] : []);
  const missing = (await Promise.all([...new Set(wanted)].map(isMissing))).flat();
  if (missing.length > 0) say(`initproof: fetching Debian's ${missing.join(', ')} into ${initsFolder()}; nothing is installed`);
}

/**
 * The same, to be judged: one of which nobody has said what it promises is judged by what it was seen to do always, and by what nobody may
 * do. Says what that is, a line each.
 */
export async function chooseJudged(given: readonly string[], flags: TargetFlags = {}): Promise<FoundTarget[]> {
  const { targets, said } = await withHabits(await chooseTargets(given, flags));
  say(...said.map((line) => `initproof: ${line}`), ...(said.length > 0 ? ['  `initproof contract` writes down what an init does'] : []));
  return targets;
}

/** The properties with these ids; `undefined` for all. */
export function chooseProperties(ids: readonly string[] | undefined): Property[] | undefined {
  return ids?.map((id) => {
    const property = PROPERTIES.find((known) => known.id === id);
    if (property !== undefined) return property;
    const all = PROPERTIES.map((known) => known.id);
    throw new UsageError(`no property ${id}${didYouMean(id, all) || `; there are ${all.join(', ')}`}`);
  });
}

/** Where campaigns put what they find, unless told otherwise. */
export const DEFAULT_OUT = '.initproof';

/** What `path` accepts today, or the project's own baseline where that is there. What it accepted until a day that is over is said. */
export async function accepted(path?: string): Promise<Accepted[]> {
  const { accepted: inForce, lapsed } = await baselineAt(path);
  for (const { stored, acceptance } of lapsed)
    say(`initproof: ${stored.path}: ${stored.case.signature} is accepted no more, since ${acceptance.until} is over: ${acceptance.reason}`);
  return inForce;
}

/** Folders of cases that are known: the one of this project, and the one that comes with initproof. */
export function corpusFolders(): string[] {
  const own = 'corpus';
  if (!existsSync(own)) return [SHIPPED_CORPUS];
  return resolve(own) === SHIPPED_CORPUS ? [own] : [own, SHIPPED_CORPUS];
}

/** A folder of cases that somebody names: one that is not there has none, and all would be new. */
export function namedCorpus(folder: string): string {
  if (!isFolder(folder)) throw new UsageError(`${folder}: there is no such folder of cases`);
  return folder;
}

/** All cases of `corpus`, or of the corpus folders where none is given, and the errors of those that cannot be read. */
export async function readCorpus(corpus: string | undefined): Promise<Awaited<ReturnType<typeof listCases>>> {
  const all = await Promise.all((corpus === undefined ? corpusFolders() : [namedCorpus(corpus)]).map(listCases));
  return { cases: all.flatMap(({ cases }) => cases), errors: all.flatMap(({ errors }) => errors) };
}

/** A case by path, name or start of its id, in the corpus folders and among what was found. */
export async function chooseCase(word: string): Promise<StoredCase> {
  let first: unknown;
  for (const folder of [...corpusFolders(), join(DEFAULT_OUT, 'found')]) {
    try {
      return await findCase(folder, word);
    } catch (error) {
      // Only that it is not there leads on to the next folder; a file that is there and wrong is the answer.
      if (!(error instanceof InputError) || error.file !== word || existsSync(word)) throw error;
      first ??= error;
    }
  }
  throw first;
}

/** The same of a word, or all below a folder. */
export async function chooseCases(word: string): Promise<StoredCase[]> {
  if (!isFolder(word)) return [await chooseCase(word)];
  const { cases, errors } = await listCases(word);
  const [first] = errors;
  if (first !== undefined) throw first;
  if (cases.length === 0) throw new UsageError(`${word}: there is no case in this folder`);
  return cases;
}

/** The targets that a case speaks of. */
export function targetsOf({ case: { expect, found } }: StoredCase): string[] {
  return [...new Set([...Object.keys(expect), ...(found === undefined ? [] : [found.target])])];
}
