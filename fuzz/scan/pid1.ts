/** What PID 1 will be: the command of the configuration, found in the image as the runtime and the kernel find it. */
import type { Examined } from '../supply/verify.ts';
import { examine } from '../supply/verify.ts';
import { digestBytes } from '../supply/binary.ts';
import { chainOf, isInitName, type Runs, withArguments } from './chain.ts';
import type { ImageConfig } from './config.ts';
import { readScript, type Script } from './script.ts';
import { baseName, byShell, isShellText } from './shell.ts';
import type { Found, Node, Tree } from './tree.ts';

export interface Pid1 {
  /** Entrypoint and command together. */
  argv: string[];
  /** Where the file is, every link resolved. */
  path?: string;
  node?: Node;
  examined?: Examined;
  kind: /** The image does not say what to run. */
    | 'nothing'
    /** There is no such file, or it cannot be started: `why`. */
    | 'missing'
    | 'init'
    /** One that is known by its name, not by its bytes: systemd, runit. */
    | 'other-init'
    /** `sh -c`. */
    | 'shell'
    | 'script'
    | 'program';
  why?: string;
  /** What a script or a shell's text does. */
  script?: Script;
  /** What runs in the end, PID 1 itself where nothing stands above. */
  runs?: Runs[];
  /** The image's files are not known. */
  unseen?: true;
}

/** Supervisors and init systems that have no rule: PID 1 by their own purpose. */
const OTHER_INITS =
  /^(?:systemd|init|s6-svscan|s6-linux-init|runit|runit-init|runsvdir|openrc-init|supervisord|dinit|pid1|my_init|finit|sinit|pause|nosh|monit)$/;

/** Longest script that is looked into, bytes. */
const MOST_SCRIPT = 256 * 1024;

/** Both parts of the command, which is what execve(2) gets. */
export const argvOf = ({ entrypoint, cmd }: ImageConfig): string[] => [...entrypoint, ...cmd];

/** Without files: what the words alone tell. */
export async function pid1ByWords(config: ImageConfig): Promise<Pid1> {
  const argv = argvOf(config);
  if (argv.length === 0) return { argv, kind: 'nothing', unseen: true };
  const runs = await chainOf(argv);
  if (isShellText(argv)) return { argv, kind: 'shell', ...asScript(await readScript(argv[2] ?? '')), runs, unseen: true };
  return { argv, kind: kindByName(argv[0] ?? ''), runs, unseen: true };
}

const asScript = (script: Script | undefined): Pick<Pid1, 'script'> => (script === undefined ? {} : { script });

const isOther = (command: string): boolean => OTHER_INITS.test(baseName(command));

/** Whether that is any init, by its name. */
export const isAnyInit = (command: string): boolean => isInitName(command) || isOther(command);

/** What a command is by its name alone. */
export function kindByName(command: string): 'init' | 'other-init' | 'program' {
  if (isInitName(command)) return 'init';
  return isOther(command) ? 'other-init' : 'program';
}

/** A script by its name, whose text is not seen: what it execs nobody can tell. */
export const isUnseenScript = ({ argv, unseen }: Pid1): boolean => unseen === true && /(?:\.(?:ba|da)?sh|entrypoint)$/.test(argv[0] ?? '');

/** Where PID 1's file is; what it is, is told by its bytes. */
export function locatePid1(config: ImageConfig, tree: Tree): Pid1 {
  const argv = argvOf(config);
  if (argv.length === 0) return { argv, kind: 'nothing' };
  const found = search(argv[0] ?? '', config, tree);
  if (!found.ok) return { argv, kind: 'missing', why: found.why };
  const { node, path } = found;
  if (node.type !== 'file') return { argv, path, node, kind: 'missing', why: `it is a ${node.type}` };
  if ((node.mode & 0o111) === 0) return { argv, path, node, kind: 'missing', why: 'it is not executable' };
  return { argv, path, node, kind: 'program' };
}

/** As execvp(3): with a slash from the working directory, else through PATH. */
function search(command: string, { path, workingDir }: ImageConfig, tree: Tree): Found {
  if (command.includes('/')) return tree.find(command.startsWith('/') ? command : `${workingDir}/${command}`);
  for (const folder of path.split(':')) {
    const found = tree.find(`${folder.startsWith('/') ? folder : `${workingDir}/${folder}`}/${command}`);
    if (found.ok && found.node.type === 'file' && (found.node.mode & 0o111) !== 0) return found;
  }
  return { ok: false, why: `there is none in its PATH, ${path}`, at: '/' };
}

/** The same with what its bytes tell; without them it is too large to be looked into. */
export async function lookInto(pid1: Pid1, bytes: Buffer | undefined): Promise<Pid1> {
  const { argv, path = '' } = pid1;
  if (bytes === undefined)
    return { ...pid1, kind: kindByName(path) === 'other-init' ? 'other-init' : 'program', why: 'it is not looked into' };
  const examined = examine({ ...(await digestBytes(bytes)), bytes });
  const text = bytes.length <= MOST_SCRIPT ? bytes.toString('utf8') : '';
  const found = await kindOf(argv, path, examined, text);
  return { ...pid1, examined, ...found, runs: await chainOf(argv, found.script) };
}

async function kindOf(argv: readonly string[], path: string, { identity }: Examined, text: string): Promise<Pick<Pid1, 'kind' | 'script'>> {
  if (identity.kind === 'init') return { kind: 'init' };
  if (isShellText(argv)) return { kind: 'shell', ...asScript(await readScript(argv[2] ?? '')) };
  // /init in an initramfs, as in many images, is a script: what it is called tells nothing then.
  // One file can be many programs: busybox is runsvdir by the name that it is called by.
  if (identity.kind !== 'script') return { kind: [path, argv[0] ?? ''].some(isOther) ? 'other-init' : 'program' };
  // Of what other interpreters run, nothing is known: my_init and supervisord are programs in Python.
  if (!byShell(identity.interpreter)) return { kind: isOther(path) ? 'other-init' : 'program' };
  return { kind: 'script', ...asScript(await readScript(text)) };
}

/** What PID 1 becomes by `exec`, as far as the words tell; `undefined` where a variable does, or the text is not read. */
export function becomes({ argv, script }: Pid1): string[][] | undefined {
  const commands = script?.execs.map((words) => withArguments(words, argv.slice(1)));
  return commands?.some((words) => words.length === 0 || words.some((word) => word.includes('$'))) ? undefined : commands;
}
