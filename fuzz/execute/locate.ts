/** Where the native part is: beside the sources, built by `make -C native`. */
import { accessSync, constants } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HarnessError } from './harness-error.ts';

/** The root of the package: two folders up from here, three when compiled to dist/. */
export const PACKAGE_ROOT = packageRoot(dirname(fileURLToPath(import.meta.url)));

function packageRoot(here: string): string {
  const root = join(here, '..', '..');
  return root.endsWith('/dist') ? dirname(root) : root;
}

/**
 * The path of a built program or library of native/; throws a HarnessError that says how to build it. Another build, such as that with
 * sanitizers, is used by naming its folder in INITPROOF_NATIVE.
 */
export function native(name: 'executor' | 'actor' | 'sound' | 'libinitproof.so'): string {
  const path = join(process.env.INITPROOF_NATIVE ?? join(PACKAGE_ROOT, 'native', 'build'), name);
  try {
    accessSync(path, constants.R_OK);
    return path;
  } catch (cause) {
    throw new HarnessError('not-built', `native/build/${name} is missing: build it with \`make -C native\``, { cause });
  }
}
