/** Inits in Debian packages: whether one may be fetched, and where in it the binary is. */
import { join } from 'node:path';
import { placeIn } from '../base/folder.ts';
import type { TargetFile } from '../cases/target-file.ts';
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
  const fetched: Fetched | undefined = fetch ? await fetchPackage(name) : await cachedPackage(name);
  if (fetched === undefined) return { ok: false, name: target, why: `package ${name} is not fetched: initproof targets fetch ${target}` };
  if (!fetched.ok) return { ok: false, name: target, why: `package ${name}: ${fetched.why}` };
  const found = await placeIn(fetched.folder, join(fetched.folder, place));
  if (!found.ok) throw new InputError('UNREADABLE', path, `no init at ${place} of the package ${name}: ${found.why}`);
  await checkBinary(found.real);
  return { ok: true, binary: found.real, version: fetched.version };
}

/** A target file whose package somebody has asked for: it comes with initproof, was named, or is there from when it was. */
export async function asked<T extends { path: string; file: TargetFile }>(
  read: T,
  shipped: readonly { file: TargetFile }[],
  packages: readonly string[],
): Promise<T> {
  const { find } = read.file;
  if (!('package' in find)) return read;
  const name = find.package;
  const known = packages.includes(name) || shipped.some(({ file }) => 'package' in file.find && file.find.package === name);
  if (known || (await cachedPackage(name)) !== undefined) return read;
  throw new InputError(
    'UNREADABLE',
    read.path,
    `it would fetch the package ${name}, which is none of initproof's own: allow it with --fetch ${name}`,
  );
}
