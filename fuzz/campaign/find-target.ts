/** From what people write (a name, a target file, a binary) to a target whose binary is there. */
import { basename, join, resolve } from 'node:path';
import type { TargetFile } from '../cases/target-file.ts';
import { native } from '../execute/locate.ts';
import type { Target } from '../judge/contract.ts';
import { UNDECLARED } from '../judge/plain-contract.ts';
import { InputError } from '../scenario/input-error.ts';
import { didYouMean } from '../scenario/suggest.ts';
import { releaseOf } from '../supply/release.ts';
import { checkBinary } from './check-binary.ts';
import type { TargetInfo } from './event-parts.ts';
import { asked, type BinaryResult, inPackage } from './find-in-package.ts';
import { ofRelease } from './of-release.ts';
import { isYaml, readTargetFile, shippedTargets, TARGETS_FOLDER } from './target-files.ts';

/** A target that can be run: its binary is at an absolute path. */
export interface FoundTarget extends Target {
  binary: string;
  version?: string;
}

/** `why`: in one line, with what to do. */
export type TargetResult = { ok: true; target: FoundTarget } | { ok: false; name: string; why: string };

/** What is known of an init that is given by its path alone. */
export const UNKNOWN: Omit<Target, 'name' | 'title'> = { args: [], contract: UNDECLARED, deviations: [] };

export interface Finding {
  like?: string | undefined;
  fetch?: boolean;
  /**
   * Packages that may be fetched besides those of the shipped targets: a target file may be a stranger's, a download is the user's to ask
   * for.
   */
  packages?: readonly string[];
}

/**
 * What `word` means: a name among the shipped targets, a target file, or the path of a binary, whose contract is `plain` or that of
 * target `like`. `fetch`: whether packages may be fetched, else only the cache is looked at. Throws an InputError for what is no target.
 */
export async function findTarget(word: string, { like, fetch = true, packages = [] }: Finding = {}): Promise<TargetResult> {
  const shipped = await shippedTargets();
  const named = shipped.find(({ file }) => file.name === word);
  if (named !== undefined) return locate(named, fetch);
  if (isYaml(word)) return locate(await asked(await readTargetFile(word), shipped, packages), fetch);
  await checkBinary(
    word,
    shipped.map(({ file }) => file.name),
  );
  const promised = like === undefined ? UNKNOWN : await promisedBy(await findModel(like, shipped), resolve(word));
  return { ok: true, target: { ...promised, name: word, title: basename(word), binary: resolve(word) } };
}

/** The target whose contract, arguments and deviations another one takes. */
async function findModel(like: string, shipped: { file: TargetFile }[]): Promise<TargetFile> {
  const named = shipped.find(({ file }) => file.name === like);
  if (named !== undefined) return named.file;
  if (isYaml(like)) return (await readTargetFile(like)).file;
  const names = shipped.map(({ file }) => file.name);
  throw new InputError('UNREADABLE', like, `no such target to be like${didYouMean(like, names) || `; there are ${names.join(', ')}`}`);
}

/** What the release at `binary` promises. Its bytes are read only where the file tells releases apart. */
async function promisedBy(file: TargetFile, binary: string): Promise<Pick<Target, 'args' | 'contract' | 'deviations'>> {
  const release = file.init === undefined ? { has: () => false } : await releaseOf(binary);
  return ofRelease(file, release);
}

async function locate({ path, file }: { path: string; file: TargetFile }, fetch: boolean): Promise<TargetResult> {
  const found = await binaryOf(path, file, fetch);
  if (!found.ok) return found;
  const { find: _, onRequest: __, init: ___, versions: ____, ...target } = file;
  const { binary, version } = found;
  const promised = await promisedBy(file, binary);
  return { ok: true, target: { ...target, ...promised, binary, ...(version === undefined ? {} : { version }) } };
}

async function binaryOf(path: string, { name, find }: TargetFile, fetch: boolean): Promise<BinaryResult> {
  if ('built' in find) return { ok: true, binary: await builtBinary(find.built) };
  if ('package' in find) return inPackage(path, name, find, fetch);
  await checkBinary(find.path);
  return { ok: true, binary: find.path };
}

/** What `make -C native` and `make -C targets/faulty` build. */
async function builtBinary(name: string): Promise<string> {
  if (name === 'sound') return native('sound');
  const path = join(TARGETS_FOLDER, 'faulty', 'build', name);
  await checkBinary(path);
  return path;
}

/** What events tell of a target. */
export function targetInfo({ name, title, binary, args, version }: FoundTarget): TargetInfo {
  return { name, title, binary, args, ...(version === undefined ? {} : { version }) };
}
