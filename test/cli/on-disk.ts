/** The real command line on a real file system of its own, a tmpfs in a mount namespace, of which nothing is left. */
import { execa } from 'execa';
import { MAIN, type Ran } from './initproof.ts';

const ROOT = process.geteuid?.() === 0;
/** Who is not root mounts in a user namespace, and stays who they are in it, so that initproof does as for them. */
const UNSHARE = ROOT ? ['--mount'] : ['--user', '--map-current-user', '--keep-caps', '--mount'];
/** Root goes past the rights of files by two capabilities, which others do not have. */
export const WITH_RIGHTS = ROOT ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search,-fowner'] : [];

/** What of it is to be there afterwards lies in `kept` below `cwd`. */
const SCRIPT = 'mkdir disk && mount -t tmpfs -o "$0" none disk && "$@"; code=$?; cp -r disk kept; exit $code';

/** Runs a command with `options` of mount(8) for the folder `disk` in `cwd`; `within`: what goes before it. */
export async function onDisk(options: string, args: readonly string[], cwd: string, within: readonly string[] = []): Promise<Ran> {
  const command = [...UNSHARE, 'sh', '-c', SCRIPT, options, ...within, process.execPath, MAIN, ...args];
  const env = { NO_COLOR: '1', FORCE_COLOR: undefined, CI: undefined };
  const { exitCode: exit, signal, stdout, stderr } = await execa('unshare', command, { cwd, env, reject: false, stdin: 'ignore' });
  return { exit, signal, out: String(stdout), err: String(stderr) };
}
