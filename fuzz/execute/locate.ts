/** Which native part is used: a build of one's own, else the package that npm installs for this platform. */
import { accessSync, constants, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quote } from 'shlex/shlex.js';
import { HarnessError } from './harness-error.ts';
import { packaged } from './platform-package.ts';

/** The root of the package: two folders up from here, three when compiled to dist/. */
export const PACKAGE_ROOT = packageRoot(dirname(fileURLToPath(import.meta.url)));

function packageRoot(here: string): string {
  const root = join(here, '..', '..');
  return root.endsWith('/dist') ? dirname(root) : root;
}

/** A built program or library of native/. Those of a release are listed in native/npm/platforms.mjs. */
export type NativeFile = 'executor' | 'apphost' | 'actor' | 'sound' | 'libinitproof.so';

/**
 * The path of a file of the native part, in this order: the folder that INITPROOF_NATIVE names (another build, such as that with
 * sanitizers), `native/build`, the package of this platform. Throws a HarnessError that says what to do where it is in none of them, and
 * where a file of the package is not the one that was published with this initproof.
 */
export function native(name: NativeFile, root = PACKAGE_ROOT, platform?: string): string {
  const named = process.env.INITPROOF_NATIVE;
  const own = join(named ?? join(root, 'native', 'build'), name);
  if (isReadable(own)) return own;
  if (named !== undefined) throw new HarnessError('not-built', `${own} is missing\nINITPROOF_NATIVE names that folder`);
  const found = packaged(root, name, platform);
  if (found.kind === 'file') return found.path;
  throw new HarnessError('not-built', whyNot(found, name, root, own));
}

function whyNot(found: Exclude<ReturnType<typeof packaged>, { kind: 'file' }>, name: NativeFile, root: string, own: string): string {
  switch (found.kind) {
    case 'none':
      return `${own} is missing\n${howToBuild(root)}`;
    case 'other':
      return `there is no native part for this platform, only for ${found.platforms.join(', ')}`;
    case 'absent':
      return `the native part is missing\n${howToInstall(found.package, root)}\nor, with a C compiler: ${howToBuild(root)}`;
    case 'changed':
      return `${found.path} is not the ${name} that was published with this initproof: its digest differs, and it is not run\nrm -r ${quote(found.folder)}, then ${howToInstall(found.package, root)}`;
  }
}

/** With this initproof's own version: another one has other files. */
function howToInstall(name: string, root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return `npm i ${name}@${version}`;
}

/** The command that builds the native part, with the real path: an installed initproof lies in a folder of somebody else's. */
export const howToBuild = (root = PACKAGE_ROOT): string => `make -C ${quote(join(root, 'native'))}`;

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
