/** Inits from Debian packages: fetched by apt-get (which checks signatures), unpacked into the user's cache, never installed. */
import { readdirSync } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { ExecaError } from 'execa';

/** Binary and version of the package, or why it cannot be had, in one line. */
export type Fetched = { ok: true; folder: string; version: string } | { ok: false; why: string };

/** A package of an init has 300 kB; what takes longer hangs, and a person waits. ms. */
const FETCH_MS = 60_000;
const VERSION_FILE = '.package-version';
const LISTS = '/var/lib/apt/lists';

/** `$XDG_CACHE_HOME/initproof/inits`, by default in ~/.cache; a relative $XDG_CACHE_HOME is ignored (XDG Base Directory Specification). */
export function initsFolder(): string {
  const cache = process.env['XDG_CACHE_HOME'];
  return join(cache !== undefined && isAbsolute(cache) ? cache : join(homedir(), '.cache'), 'initproof', 'inits');
}

/** The package as it lies in the cache, if it does. */
export async function cachedPackage(name: string): Promise<Fetched | undefined> {
  const folder = join(initsFolder(), name);
  const version = await readFile(join(folder, VERSION_FILE), 'utf8').catch(() => undefined);
  return version === undefined ? undefined : { ok: true, folder, version: version.trim() };
}

/** By package: several targets may be of one. */
const underWay = new Map<string, Promise<Fetched>>();

/** The files of Debian package `name`: from the cache, else by apt-get. `again` fetches even what is cached. */
export function fetchPackage(name: string, { again = false } = {}): Promise<Fetched> {
  const fetched = underWay.get(name) ?? fetchOnce(name, again).finally(() => underWay.delete(name));
  underWay.set(name, fetched);
  return fetched;
}

async function fetchOnce(name: string, again: boolean): Promise<Fetched> {
  const cached = again ? undefined : await cachedPackage(name);
  if (cached !== undefined) return cached;
  try {
    await mkdir(initsFolder(), { recursive: true });
    // Beside its place, since rename(2) does not cross file systems.
    const temporary = await mkdtemp(join(initsFolder(), `.${name}-`));
    try {
      return await download(name, temporary, again);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  } catch (error) {
    return { ok: false, why: reason(name, error as ExecaError) };
  }
}

/** Downloads and unpacks in `temporary`, and moves the result to its place once it is whole. */
async function download(name: string, temporary: string, again: boolean): Promise<Fetched> {
  // Loaded where it is needed: it takes a third of the time that a command takes to start.
  const { execa } = await import('execa');
  const options = { cwd: temporary, timeout: FETCH_MS, env: { LC_ALL: 'C' }, stdin: 'ignore' } as const;
  // As root, apt warns that its sandbox user may not write here.
  const asRoot = process.geteuid?.() === 0 ? ['-o', 'APT::Sandbox::User=root'] : [];
  await execa('apt-get', ['download', '-q', ...asRoot, '-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=15', name], options);
  const archive = (await readdir(temporary)).find((file) => file.endsWith('.deb'));
  if (archive === undefined) return { ok: false, why: `apt-get downloaded no package ${name}` };
  const unpacked = join(temporary, 'unpacked');
  await execa('dpkg-deb', ['-x', archive, unpacked], options);
  const { stdout: version } = await execa('dpkg-deb', ['-f', archive, 'Version'], options);
  await writeFile(join(unpacked, VERSION_FILE), `${version}\n`);
  const folder = join(initsFolder(), name);
  await putInPlace(unpacked, folder, again);
  return { ok: true, folder, version };
}

/**
 * Moves the package in folder `from` to `to`. One that is there whole stays, unless it is to be fetched `again`: another process may have put
 * it there meanwhile, and already use it. What it replaces is moved beside `from`, so that `to` is never half a package.
 */
export async function putInPlace(from: string, to: string, again: boolean): Promise<void> {
  if (await moved(from, to)) return;
  if (!again && (await isWhole(to))) return;
  await moved(to, `${from}.former`);
  if (!(await moved(from, to)) && !(await isWhole(to))) throw new Error(`${to} is in the way: remove it`);
}

/** `false` where something is at `to` already, or nothing at `from`. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

const isWhole = (folder: string): Promise<boolean> =>
  access(join(folder, VERSION_FILE)).then(
    () => true,
    () => false,
  );

/** What apt-get says, and what it means. */
const REASONS: readonly [RegExp, string][] = [
  [/Unable to locate package|No candidate|can't select/i, 'apt-get knows no such package'],
  [/404 +Not Found/, "apt's package lists are old: run `apt-get update` as root"],
  [
    /Temporary failure resolving|Could not resolve|Unable to connect|Could not connect|timed out|unreachable/i,
    'no network, or the mirror does not answer',
  ],
  [/No space left/, 'no space left on the disk'],
];

function hasLists(): boolean {
  try {
    return readdirSync(LISTS).some((file) => file.includes('_Packages'));
  } catch {
    return false;
  }
}

function reason(name: string, error: ExecaError): string {
  if (error.code === 'ENOENT') return `there is no ${error.command?.split(' ')[0] ?? 'apt-get'} on this machine`;
  if (error.timedOut) return `apt-get took longer than ${FETCH_MS / 1000} s`;
  const said = `${typeof error.stderr === 'string' ? error.stderr : ''}`;
  const known = REASONS.find(([pattern]) => pattern.test(said))?.[1];
  if (known === REASONS[0]?.[1] && !hasLists()) return 'apt has no package lists: run `apt-get update` as root';
  return (
    known ?? (said.split('\n').find((line) => line.startsWith('E:')) ?? error.shortMessage ?? error.message ?? name).replace(/^E: /, '')
  );
}
