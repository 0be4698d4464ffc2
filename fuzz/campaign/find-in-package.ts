/** Inits in Debian packages: whether one may be fetched, and where in it the binary is. */
import { join } from 'node:path';
import { placeIn } from '../base/folder.ts';
import type { FileOf, Find, TargetFile } from '../cases/target-file.ts';
import { cachedPackage, type Fetched, fetchPackage } from '../execute/inits.ts';
import { InputError } from '../scenario/input-error.ts';
import { checkBinary } from './check-binary.ts';

/** `why`: in one line, with what to do. */
export type BinaryResult = { ok: true; binary: string; version?: string } | { ok: false; name: string; why: string };

/** The binary of target `target`, of file `path`, at a place of a package: the place that was checked is the one that is run. */
export async function inPackage(
  path: string,
  target: string,
  { package: name, path: place }: { package: string; path: string },
  fetch: boolean,
): Promise<BinaryResult> {
  const fetched = await fetchedPackage(name, target, fetch);
  if (!fetched.ok) return { ok: false, name: target, why: fetched.why };
  const found = await placeIn(fetched.folder, join(fetched.folder, place));
  if (!found.ok) throw new InputError('UNREADABLE', path, `no init at ${place} of the package ${name}: ${found.why}`);
  await checkBinary(found.real);
  return { ok: true, binary: found.real, version: fetched.version };
}

/** The files of a package that target `target` needs, or why they cannot be had. */
export async function fetchedPackage(name: string, target: string, fetch: boolean): Promise<Fetched> {
  const fetched = fetch ? await fetchPackage(name) : await cachedPackage(name);
  if (fetched === undefined) return { ok: false, why: `package ${name} is not fetched: initproof targets fetch ${target}` };
  return fetched.ok ? fetched : { ok: false, why: `package ${name}: ${fetched.why}` };
}

/** Packages that a target file names. */
export const packagesOf = ({ find, files = [] }: Pick<TargetFile, 'find' | 'files'>): string[] =>
  [find, ...files].flatMap((one: FileOf | Find) => (typeof one !== 'string' && 'package' in one ? [one.package] : []));

/** A target file whose packages somebody has asked for: they come with initproof, were named, or are there from when they were. */
export async function asked<T extends { path: string; file: TargetFile }>(
  read: T,
  shipped: readonly { file: TargetFile }[],
  packages: readonly string[],
): Promise<T> {
  const known = [...packages, ...shipped.flatMap(({ file }) => packagesOf(file))];
  for (const name of packagesOf(read.file).filter((one) => !known.includes(one)))
    if ((await cachedPackage(name)) === undefined)
      throw new InputError(
        'UNREADABLE',
        read.path,
        `it would fetch the package ${name}, which is none of initproof's own: allow it with --fetch ${name}`,
      );
  return read;
}
