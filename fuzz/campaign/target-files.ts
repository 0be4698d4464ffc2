/** Target files on disk, each with what it takes from the target that it is like. */
import { realpathSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { readText } from '../cases/read-file.ts';
import { type FileOf, readTarget, type TargetFile, type WrittenTarget } from '../cases/target-file.ts';
import { wholeTarget } from '../cases/whole-target.ts';
import { PACKAGE_ROOT } from '../execute/locate.ts';
import { InputError } from '../scenario/input-error.ts';
import { didYouMean } from '../scenario/suggest.ts';

export interface StoredTarget {
  path: string;
  file: TargetFile;
}

/** The folder with the target files that come with initproof. Each is named as its target. */
export const TARGETS_FOLDER = join(PACKAGE_ROOT, 'targets');

export const isYaml = (name: string): boolean => /\.ya?ml$/.test(name);

/** Names of those that come with initproof, in order. */
export async function shippedNames(): Promise<string[]> {
  const files = (await readdir(TARGETS_FOLDER)).filter(isYaml);
  return files.map((file) => file.replace(/\.ya?ml$/, '')).sort();
}

/** All that come with initproof, in order of their names. */
export async function shippedTargets(): Promise<StoredTarget[]> {
  return Promise.all((await shippedNames()).map((name) => readTargetFile(shippedPath(name))));
}

const shippedPath = (name: string): string => join(TARGETS_FOLDER, `${name}.yaml`);

/** The target file at `path`; throws an InputError for what is none. `below`: files that are like it, as they were reached. */
export async function readTargetFile(path: string, below: readonly string[] = []): Promise<StoredTarget> {
  const written = fromHere(readTarget(await readText(path), path), path);
  const model = written.like === undefined ? undefined : await modelOf(written, path, [...below, path]);
  return { path, file: wholeTarget(written, path, model) };
}

/** Paths in it are from its folder, whoever is like it. */
function fromHere(written: WrittenTarget, path: string): WrittenTarget {
  const { find, files } = written;
  return {
    ...written,
    ...(find === undefined || !('path' in find) || 'package' in find ? {} : { find: { path: resolve(dirname(path), find.path) } }),
    ...(files === undefined ? {} : { files: files.map((file) => fileFromHere(file, path)) }),
  };
}

/** From the folder as it really is: that a link leads to it is no matter of the file. */
function fileFromHere(file: FileOf, path: string): FileOf {
  if (typeof file !== 'string' && 'package' in file) return file;
  const { from, ...rest } = typeof file === 'string' ? { from: file } : file;
  return { from: isAbsolute(from) ? from : join(realpathSync(dirname(path)), from), ...rest };
}

async function modelOf(written: WrittenTarget, path: string, files: readonly string[]): Promise<TargetFile> {
  const like = written.like ?? '';
  const wrong = (message: string): InputError => written.error({ path: ['like'], message });
  const at = await placeOf(like, path, wrong);
  const first = files.findIndex((file) => resolve(file) === resolve(at));
  if (first === files.length - 1) throw wrong('it is like itself');
  if (first >= 0) throw wrong(`it is like itself in the end: ${[...files.slice(first), at].join(' is like ')}`);
  try {
    return (await readTargetFile(at, files)).file;
  } catch (error) {
    if (error instanceof InputError && error.code === 'UNREADABLE' && error.file === at) throw wrong(`${like}: ${error.reason}`);
    throw error;
  }
}

/** A file from the folder of this one, or the name of a target that comes with initproof. */
async function placeOf(like: string, path: string, wrong: (message: string) => InputError): Promise<string> {
  if (isYaml(like)) return resolve(dirname(path), like);
  const names = await shippedNames();
  if (names.includes(like)) return shippedPath(like);
  throw wrong(
    `no such target to be like${didYouMean(like, names) || `; there are ${names.join(', ')}, or give the path of a target file`}`,
  );
}
