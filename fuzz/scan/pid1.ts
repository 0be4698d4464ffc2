/** What PID 1 will be: the command of the configuration, found in the image as the runtime and the kernel find it. */
import type { Examined } from '../supply/verify.ts';
import { examine } from '../supply/verify.ts';
import { digest, MOST_BYTES } from '../supply/binary.ts';
import type { ImageConfig } from './config.ts';
import type { FileSystem } from './file-system.ts';
import { baseName, byShell, readShell } from './shell.ts';
import type { Node } from './tree.ts';

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
  /** Of a script or a shell's text: the commands that it execs; none where it execs nothing. */
  execs?: string[];
  /** The image's files are not known. */
  unseen?: true;
}

/** Supervisors and init systems that have no rule: PID 1 by their own purpose. */
const OTHER_INITS =
  /^(?:systemd|init|s6-svscan|s6-linux-init|runit|runit-init|runsvdir|openrc-init|supervisord|dinit|pid1|my_init|busybox|finit|sinit|pause|nosh|monit)$/;

/** Longest script that is looked into, bytes. */
const MOST_SCRIPT = 256 * 1024;

/** Without files: what the words alone tell. */
export function pid1ByWords(config: ImageConfig): Pid1 {
  const argv = [...config.entrypoint, ...config.cmd];
  const name = baseName(argv[0] ?? '');
  if (argv.length === 0) return { argv, kind: 'nothing', unseen: true };
  if (isShellText(argv)) return { argv, kind: 'shell', execs: readShell(argv[2] ?? '').commands, unseen: true };
  if (isInitName(name)) return { argv, kind: 'init', unseen: true };
  return { argv, kind: OTHER_INITS.test(name) ? 'other-init' : 'program', unseen: true };
}

/** What inits with rules are called. */
export const isInitName = (command: string): boolean =>
  /^(?:tini(?:-\w+)*|dumb-init|catatonit|docker-init|podman-init)$/.test(baseName(command));

const isShellText = ([command = '', flag = '']: readonly string[]): boolean => byShell(baseName(command)) && /^-[a-z]*c$/.test(flag);

/** PID 1 of the image in `files`. */
export async function findPid1(config: ImageConfig, files: FileSystem): Promise<Pid1> {
  const argv = [...config.entrypoint, ...config.cmd];
  if (argv.length === 0) return { argv, kind: 'nothing' };
  const found = search(argv[0] ?? '', config, files);
  if (!found.ok) return { argv, kind: 'missing', why: found.why };
  const { node, path } = found;
  if (node.type !== 'file') return { argv, path, node, kind: 'missing', why: `it is a ${node.type}` };
  if ((node.mode & 0o111) === 0) return { argv, path, node, kind: 'missing', why: 'it is not executable' };
  const seen = await lookInto(node, files);
  if (seen === undefined) return { argv, path, node, kind: 'program', why: 'it could not be looked into' };
  return { argv, path, node, ...seen, ...kindOf(argv, path, seen.examined, seen.script) };
}

/** As execvp(3): with a slash from the working directory, else through PATH. */
function search(command: string, { path, workingDir }: ImageConfig, { tree }: FileSystem) {
  if (command.includes('/')) return tree.find(command.startsWith('/') ? command : `${workingDir}/${command}`);
  for (const folder of path.split(':')) {
    const found = tree.find(`${folder.startsWith('/') ? folder : `${workingDir}/${folder}`}/${command}`);
    if (found.ok && found.node.type === 'file' && (found.node.mode & 0o111) !== 0) return found;
  }
  return { ok: false as const, why: `there is no ${command} in its PATH, ${path}` };
}

/** The rest of the file, where nobody has looked yet. */
async function lookInto(node: Node, files: FileSystem): Promise<{ examined: Examined; script?: string } | undefined> {
  let found: Buffer | undefined;
  await files.read(new Set([node]), MOST_BYTES, (_, bytes) => {
    found = bytes;
  });
  if (found === undefined) return undefined;
  const bytes = found;
  const examined = examine({ ...(await digest(one(bytes))), bytes });
  const script = examined.identity.kind === 'script' && bytes.length <= MOST_SCRIPT ? bytes.toString('utf8') : undefined;
  return { examined, ...(script === undefined ? {} : { script }) };
}

async function* one(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function kindOf(argv: readonly string[], path: string, { identity }: Examined, script: string | undefined): Pick<Pid1, 'kind' | 'execs'> {
  if (identity.kind === 'init') return { kind: 'init' };
  if (OTHER_INITS.test(baseName(path)) && !isShellText(argv)) return { kind: 'other-init' };
  if (isShellText(argv)) return { kind: 'shell', execs: readShell(argv[2] ?? '').commands };
  if (identity.kind !== 'script') return { kind: 'program' };
  // Of what other interpreters run, nothing is known.
  return byShell(identity.interpreter) ? { kind: 'script', execs: readShell(script ?? '').commands } : { kind: 'program' };
}
