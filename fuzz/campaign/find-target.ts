/** From what people write (a name, a target file, a binary) to a target whose binary is there. */
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { TargetFile } from '../cases/target-file.ts';
import { native } from '../execute/locate.ts';
import type { Target } from '../judge/contract.ts';
import type { Kind } from '../kind/kind.ts';
import { UNDECLARED } from '../judge/plain-contract.ts';
import { InputError } from '../scenario/input-error.ts';
import { didYouMean } from '../scenario/suggest.ts';
import { releaseOf } from '../supply/release.ts';
import { checkBinary } from './check-binary.ts';
import type { TargetInfo } from './event-parts.ts';
import { asked, type BinaryResult, inPackage } from './find-in-package.ts';
import { ofRelease } from './of-release.ts';
import { knownBytes } from './known-bytes.ts';
import { inSearchPath } from './search-path.ts';
import { ownPlace } from './own-place.ts';
import { shownFiles } from './shown-files.ts';
import { spokenName, splitWord } from './spoken-target.ts';
import { isYaml, readTargetFile, shippedTargets, type StoredTarget, TARGETS_FOLDER } from './target-files.ts';

/** A target that can be run: its binary is at an absolute path. */
export interface FoundTarget extends Target {
  binary: string;
  version?: string;
  /** The target whose cases speak of it as well, since it is the same program. */
  as?: string;
  /** What it is, of one that has declared nothing and has been run. It is not asked again. */
  kind?: Kind['kind'];
}

/** `why`: in one line, with what to do. `said`: what somebody should know of the target that was found, a line each. */
export type TargetResult = { ok: true; target: FoundTarget; said?: string[] } | { ok: false; name: string; why: string };

/** What is known of an init that is given by its path alone. */
export const UNKNOWN: Omit<Target, 'name' | 'title'> = { args: [], contract: UNDECLARED, deviations: [] };

export interface Finding {
  like?: string | undefined;
  /** Arguments of the init before the command, in place of the target's own. */
  args?: readonly string[] | undefined;
  fetch?: boolean;
  /**
   * Packages that may be fetched besides those of the shipped targets: a target file may be a stranger's, a download is the user's to ask
   * for.
   */
  packages?: readonly string[];
}

/**
 * What `word` means: a name among the shipped targets, a target file, the path of a binary, or the name of a program in PATH. A binary has
 * the contract of target `like`; else that of the init that its bytes are known to be; else it is one that says nothing. Behind it, apart
 * by spaces, may be arguments, as `args` has them. `fetch`: whether packages may be fetched, else only the cache is looked at. Throws an
 * InputError for what is no target.
 */
export async function findTarget(word: string, finding: Finding = {}): Promise<TargetResult> {
  const shipped = await shippedTargets();
  const stored = await storedTarget(word, shipped, finding);
  if (stored !== undefined) return locate(withOwnArgs(stored, shipped, finding.args), finding.fetch ?? true);
  const spoken = splitWord(word);
  if (spoken !== undefined) return findTarget(spoken.word, { ...finding, args: finding.args ?? spoken.args });
  return atPath(word, shipped, finding);
}

/** A target file: a shipped one by its name, or one that somebody has written. */
async function storedTarget(word: string, shipped: readonly StoredTarget[], { packages = [] }: Finding): Promise<StoredTarget | undefined> {
  const named = shipped.find(({ file }) => file.name === word);
  return named ?? (isYaml(word) ? asked(await readTargetFile(word), shipped, packages) : undefined);
}

/** With other arguments it is the target that has these, where there is one; of a shell with others nobody has said anything. */
function withOwnArgs(stored: StoredTarget, shipped: readonly StoredTarget[], args: readonly string[] | undefined): StoredTarget {
  if (args === undefined) return stored;
  const alike = shipped.filter(({ file }) => isDeepStrictEqual(file.find, stored.file.find));
  const named = alike.find(({ file }) => isDeepStrictEqual(file.args, args));
  const { name: file, title: words, args: own } = stored.file;
  // A title with arguments of its own is not one of these.
  const [name, title] = [file, own.length === 0 ? words : file].map((word) => spokenName(word, args)) as [string, string];
  const promised = isByItsArguments(stored.file) ? { contract: UNDECLARED, deviations: [], versions: [] } : {};
  return named ?? { ...stored, file: { ...stored.file, ...promised, args: [...args], name, title } };
}

/** Whether it is what it is by its arguments: what a shell does with its command, these say. */
const isByItsArguments = ({ args, contract }: TargetFile): boolean =>
  contract.becomes !== undefined || contract.starts !== undefined || args.some((word) => word.includes('{command}'));

/** A binary at a path, or in PATH. */
async function atPath(word: string, shipped: readonly StoredTarget[], { like, args }: Finding): Promise<TargetResult> {
  const { binary, said } = await binaryAt(word, shipped);
  const known = like === undefined ? knownBytes(word, await releaseOf(binary), shipped, args) : undefined;
  const model = like === undefined ? known?.model : await findModel(like, shipped);
  const promised = model === undefined ? UNKNOWN : await promisedBy(model, binary);
  const named = { name: spokenName(word, args), title: spokenName(basename(word), args), binary };
  const target = {
    ...promised,
    ...named,
    ...(args === undefined ? {} : { args: [...args] }),
    ...(known?.model === undefined ? {} : { as: known.model.name }),
    ...(await ownPlace(binary, false)),
  };
  return { ok: true, target, said: [...said, ...(known === undefined ? [] : [known.said])] };
}

async function binaryAt(word: string, shipped: readonly StoredTarget[]): Promise<{ binary: string; said: string[] }> {
  const elsewhere = existsSync(word) ? undefined : await inSearchPath(word);
  if (elsewhere !== undefined) return { binary: elsewhere, said: [`${word} is no target: it is ${elsewhere}, found in PATH`] };
  await checkBinary(
    word,
    shipped.map(({ file }) => file.name),
  );
  return { binary: resolve(word), said: [] };
}

/** The target whose contract, arguments and deviations another one takes. */
async function findModel(like: string, shipped: readonly StoredTarget[]): Promise<TargetFile> {
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
  const shown = await shownFiles(path, file, fetch);
  if (!shown.ok) return shown;
  const { find: _, onRequest: __, init: ___, versions: ____, files: _____, ...target } = file;
  const { binary, version } = found;
  const promised = await promisedBy(file, binary);
  return {
    ok: true,
    target: {
      ...target,
      ...promised,
      binary,
      ...(shown.files.length === 0 ? {} : { files: shown.files }),
      // That of a package is installed elsewhere.
      ...('package' in file.find ? {} : await ownPlace(binary, shown.files.length > 0)),
      ...(version === undefined ? {} : { version }),
    },
  };
}

async function binaryOf(path: string, { name, find }: TargetFile, fetch: boolean): Promise<BinaryResult> {
  if ('built' in find) return { ok: true, binary: await builtBinary(find.built) };
  if ('package' in find) return inPackage(path, name, find, fetch);
  if ('command' in find) return inPath(name, find);
  await checkBinary(find.path);
  return { ok: true, binary: find.path };
}

/** Nothing is installed for anybody. */
async function inPath(name: string, { command, npm }: { command: string; npm?: string }): Promise<BinaryResult> {
  const binary = await inSearchPath(command);
  if (binary !== undefined) return { ok: true, binary };
  const remedy = npm === undefined ? '' : `: npm install --global ${npm}`;
  return { ok: false, name, why: `there is no ${command} in PATH${remedy}` };
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
