/**
 * Builds the packages `@initproof/linux-…` into build/npm/, beside the digests by which initproof knows them: `node native/npm/build.mjs`.
 * The same sources, compiler and C library give the same bytes, wherever they lie and whenever it runs: nothing has a path or a date in it,
 * and no object is left from an earlier build.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FILES, nameOf, PLATFORMS } from './platforms.mjs';

const NATIVE = join(dirname(fileURLToPath(import.meta.url)), '..');
const ROOT = join(NATIVE, '..');
const OUT = join(NATIVE, 'build', 'npm');
const { version, license } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** Stripped: debug information is two fifths of the size. In quotes for make's shell. */
const CFLAGS = `-O2 -s '-ffile-prefix-map=${NATIVE}=.'`;

/** The compiler for a platform: the machine's own where it is that, else the cross compiler of that name. */
function compilerFor({ target }) {
  const own = process.env.CC ?? 'cc';
  const machine = execFileSync(own, ['-dumpmachine'], { encoding: 'utf8' }).trim();
  return machine.split('-')[0] === target.split('-')[0] ? own : `${target}-gcc`;
}

const digestOf = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

const manifest = ({ cpu }) => ({
  name: `@initproof/${nameOf({ cpu })}`,
  version,
  description: `The native part of initproof for Linux on ${cpu}`,
  license,
  os: ['linux'],
  cpu: [cpu],
  // Of libinitproof.so, which Node loads; the programs are static.
  libc: ['glibc'],
  files: ['bin'],
  preferUnplugged: true,
});

/** Builds the package of a platform. Returns the digests of its files by name. */
function build(platform) {
  const folder = join(OUT, nameOf(platform));
  const bin = join(folder, 'bin');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(bin, { recursive: true });
  const env = { ...process.env, LC_ALL: 'C', SOURCE_DATE_EPOCH: '0', MAKEFLAGS: '' };
  const variables = [`BUILD=${relative(NATIVE, bin)}`, `CC=${compilerFor(platform)}`, `CFLAGS=${CFLAGS}`];
  execFileSync('make', ['-s', '-C', NATIVE, 'all', ...variables], { env, stdio: ['ignore', 2, 2] });
  for (const name of FILES) chmodSync(join(bin, name), 0o755);
  copyFileSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(platform), null, 2)}\n`);
  const about = `# @initproof/${nameOf(platform)}\n\nThe native part of initproof, as \`node native/npm/build.mjs\` of its sources builds it. \`npm i initproof\` installs it.\n`;
  writeFileSync(join(folder, 'README.md'), about);
  return Object.fromEntries(FILES.map((name) => [name, digestOf(join(bin, name))]));
}

const digests = Object.fromEntries(PLATFORMS.map((platform) => [nameOf(platform), build(platform)]));
writeFileSync(join(OUT, 'digests.json'), `${JSON.stringify(digests, null, 2)}\n`);
