/** What will run in the end, below whom: through inits, shells and programs that become their command. As far as the words tell. */
import { readScript, type Script } from './script.ts';
import { baseName, isShellText } from './shell.ts';

export interface Runs {
  /** Of the command. */
  words: string[];
  /** What is PID 1 above it; `nothing`: it is PID 1 itself. */
  below: 'nothing' | 'init' | 'shell';
  /** Of an interpreter's program: whether its main file names the stop signal; absent where that is not seen. */
  names?: boolean;
}

/** What inits with rules are called. */
export const isInitName = (command: string): boolean =>
  /^(?:tini(?:-\w+)*|dumb-init|catatonit|docker-init|podman-init)$/.test(baseName(command));

/** Shells in shells that are looked into: `sh -c "bash -c '…'"`. */
const DEEPEST = 5;

/** Commands that are followed: an entrypoint has a few, and each may be a shell with as many. */
const MOST = 100;

/** Commands that may be the last to run, each once. None where a variable decides. */
export async function chainOf(argv: readonly string[], script?: Script): Promise<Runs[]> {
  const all = await follow(argv, script, { below: 'nothing', depth: 0, budget: { left: MOST } });
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

interface Way {
  below: Runs['below'];
  depth: number;
  /** Of all ways together. */
  budget: { left: number };
}

async function follow(argv: readonly string[], own: Script | undefined, way: Way): Promise<Runs[]> {
  const { below, depth, budget } = way;
  if (budget.left-- <= 0) return [];
  const isText = isShellText(argv);
  const script = own ?? (isText ? await readScript(argv[2] ?? '') : undefined);
  if (script !== undefined && depth < DEEPEST) {
    // A script's first argument is its own name, that of a text has one behind it.
    const args = argv.slice(isText ? 4 : 1);
    const found: Runs[] = [];
    for (const words of script.execs.slice(0, MOST))
      found.push(...(await follow(withArguments(words, args), undefined, { below, depth: depth + 1, budget })));
    for (const words of script.waitsFor.slice(0, MOST))
      found.push(...(await follow(withArguments(words, args), undefined, { below: 'shell', depth: depth + 1, budget })));
    return found;
  }
  const [name = ''] = argv;
  if (argv.length === 0 || argv.some((word) => word.includes('$'))) return [];
  if (isInitName(name)) return follow(belowInit(argv), undefined, { ...way, below: below === 'shell' ? below : 'init' });
  if (/^(?:gosu|su-exec)$/.test(baseName(name))) return follow(argv.slice(2), undefined, way);
  return [{ words: [...argv], below }];
}

/** All arguments of a script. */
const ALL = /^\$(?:[@*]|\{[@*]\})$/;

export const withArguments = (words: readonly string[], args: readonly string[]): string[] =>
  words.flatMap((word) => (ALL.test(word) ? args : [word]));

/** Options of tini and dumb-init that have a value in the next word. */
const VALUED = /^(?:-[a-z]*[per]|--rewrite)$/;

/** The command that an init is given. */
function belowInit([, ...args]: readonly string[]): string[] {
  for (let n = 0; n < args.length; n++) {
    const word = args[n] ?? '';
    if (word === '--') return args.slice(n + 1);
    if (!word.startsWith('-')) return args.slice(n);
    if (VALUED.test(word)) n += 1;
  }
  return [];
}
