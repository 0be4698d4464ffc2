/** A folder like an image that has Node and nothing else: no shell, compiler, make, git or apt. */
import { execFileSync } from 'node:child_process';
import { constants, copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { cachedPackage } from '../../fuzz/execute/inits.ts';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';

export interface Ran {
  exit: number | undefined;
  all: string;
}

/** The only command in PATH is node. */
const ENVIRONMENT = { PATH: '/bin', HOME: '/home', XDG_CACHE_HOME: '/home/cache', NO_COLOR: '1' };

/** Makes it in `root`, with what `npm pack` made in the folder `packed` at /packed, and the packages of this clone at /packages. */
export class Image {
  readonly #root: string;
  readonly #binds: readonly string[];

  constructor(root: string, packed: string) {
    this.#root = root;
    for (const folder of [
      'dev',
      'sys',
      'proc',
      'tmp',
      'bin',
      'home/cache/initproof/inits',
      'app',
      'npm',
      'packages/own',
      'packages/node_modules',
      'packed',
    ])
      mkdirSync(join(root, folder), { recursive: true });
    copy(realpathSync(process.execPath), join(root, 'bin', 'node'));
    for (const library of librariesOf(process.execPath)) copy(library, join(root, library));
    copy(join(PACKAGE_ROOT, 'package-lock.json'), join(root, 'packages', 'package-lock.json'));
    cpSync(join(PACKAGE_ROOT, 'native', 'build', 'npm', 'linux-x64'), join(root, 'packages', 'own', 'linux-x64'), { recursive: true });
    copy(join(PACKAGE_ROOT, 'test', 'package', 'registry.mjs'), join(root, 'registry.mjs'));
    execFileSync('cc', ['-Wall', '-Werror', '-o', join(root, '..', 'bare-root'), join(PACKAGE_ROOT, 'test', 'package', 'bare-root.c')]);
    this.#binds = [npmFolder(), '/npm', join(PACKAGE_ROOT, 'node_modules'), '/packages/node_modules', packed, '/packed'];
  }

  /** Puts a Debian package from the cache of the user who tests into that of the image. Returns whether it is there. */
  async addInit(name: string): Promise<boolean> {
    const cached = await cachedPackage(name);
    if (cached?.ok !== true) return false;
    cpSync(cached.folder, join(this.#root, 'home', 'cache', 'initproof', 'inits', name), { recursive: true, verbatimSymlinks: true });
    return true;
  }

  /** Writes a file into the project, /app. */
  write(name: string, text: string): void {
    writeFileSync(join(this.#root, 'app', name), text);
  }

  /** Where a package is in the project, with the version of each: its path from /app. */
  find(name: string): string[] {
    const app = join(this.#root, 'app');
    const all = readdirSync(join(app, 'node_modules'), { recursive: true, encoding: 'utf8' });
    const found = all.filter((path) => `/${path}`.endsWith(`/${name}/package.json`));
    return found.map((path) => `node_modules/${path} ${JSON.parse(readFileSync(join(app, 'node_modules', path), 'utf8')).version}`);
  }

  /** Runs `node ARGS` in /app. */
  async node(...args: string[]): Promise<Ran> {
    const command = [this.#root, ...this.#binds, '--', '/bin/node', ...args];
    const { exitCode, all } = await execa(join(this.#root, '..', 'bare-root'), command, {
      env: ENVIRONMENT,
      extendEnv: false,
      all: true,
      reject: false,
    });
    return { exit: exitCode, all: String(all) };
  }

  /** Installs packages into /app as a user does: from files, and what these need from the registry of this clone's packages. */
  install(...packages: string[]): Promise<Ran> {
    return this.node('/registry.mjs', '/bin/node', '/npm/bin/npm-cli.js', 'install', ...packages);
  }
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
}

/** Of the C library, which images have whole: addons are linked to these as well. */
const C_LIBRARY = ['libdl.so.2', 'libpthread.so.0', 'libresolv.so.2', 'librt.so.1', 'libutil.so.1'];

/** The files that a dynamic program is loaded with, by their paths: `name => path (address)`, or `path (address)` of the loader itself. */
function librariesOf(program: string): string[] {
  const said = execFileSync('ldd', [program], { encoding: 'utf8' });
  const own = [...said.matchAll(/(\/\S+) \(0x/g)].map(([, path]) => path as string);
  const beside = own.filter((path) => path.endsWith('/libc.so.6')).flatMap((path) => C_LIBRARY.map((name) => join(dirname(path), name)));
  return [...own, ...beside].filter((path) => existsSync(path));
}

/** npm is a part of Node's distribution. */
function npmFolder(): string {
  const link = execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim();
  return join(dirname(realpathSync(link)), '..');
}
