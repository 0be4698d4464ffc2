/**
 * The native part as npm installs it: an optional dependency for each platform, `@initproof/linux-x64`. What it must be, byte for byte, stands
 * in initproof itself (dist/native.json, by native/npm/prepack.mjs); a clone has no such file, and builds.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** `none`: a clone, which has no packages. `other`: there are packages, for these platforms alone. `absent`: there is one, which is not installed. */
export type Packaged =
  | { kind: 'file'; path: string }
  | { kind: 'none' }
  | { kind: 'other'; platforms: string[] }
  | { kind: 'absent'; package: string }
  | { kind: 'changed'; package: string; path: string; folder: string };

type Digests = Record<string, Record<string, string>>;

/** Digests are taken before the first use, and not again: whoever can change the file meanwhile can change initproof as well. */
const known = new Map<string, Packaged>();

/**
 * File `name` of this platform's package, as it is installed for the initproof in `root`, once its SHA-256 is what initproof says. Takes
 * some ms for an executor. `platform`: as in the package's name.
 */
export function packaged(root: string, name: string, platform = `${process.platform}-${process.arch}`): Packaged {
  const key = JSON.stringify([root, name, platform]);
  const found = known.get(key) ?? look(root, name, platform);
  known.set(key, found);
  return found;
}

function look(root: string, name: string, platform: string): Packaged {
  const digests = readDigests(root);
  const digest = digests?.[platform]?.[name];
  if (digests === undefined) return { kind: 'none' };
  if (digest === undefined) return { kind: 'other', platforms: Object.keys(digests) };
  const own = `@initproof/${platform}`;
  const folder = folderOf(root, own);
  if (folder === undefined) return { kind: 'absent', package: own };
  const path = join(folder, 'bin', name);
  return digestOf(path) === digest ? { kind: 'file', path } : { kind: 'changed', package: own, path, folder };
}

function readDigests(root: string): Digests | undefined {
  try {
    return JSON.parse(readFileSync(join(root, 'dist', 'native.json'), 'utf8')) as Digests;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Where Node finds a package from there, whatever package manager has put it where. */
function folderOf(root: string, name: string): string | undefined {
  try {
    return dirname(createRequire(join(root, 'package.json')).resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}

/** Of a file that cannot be read: nothing, which no digest is. */
function digestOf(path: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return undefined;
  }
}
