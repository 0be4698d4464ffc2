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

/** Commands that may be the last to run. None where a variable decides. */
export const chainOf = (argv: readonly string[], script?: Script): Promise<Runs[]> => follow(argv, script, 'nothing', 0);

async function follow(argv: readonly string[], own: Script | undefined, below: Runs['below'], depth: number): Promise<Runs[]> {
  const isText = isShellText(argv);
  const script = own ?? (isText ? await readScript(argv[2] ?? '') : undefined);
  if (script !== undefined && depth < DEEPEST) {
    // A script's first argument is its own name, that of a text has one behind it.
    const args = argv.slice(isText ? 4 : 1);
    const execs = script.execs.map((words) => follow(withArguments(words, args), undefined, below, depth + 1));
    const waited = script.waitsFor.map((words) => follow(withArguments(words, args), undefined, 'shell', depth + 1));
    return (await Promise.all([...execs, ...waited])).flat();
  }
  const [name = ''] = argv;
  if (argv.length === 0 || argv.some((word) => word.includes('$'))) return [];
  if (isInitName(name)) return follow(belowInit(argv), undefined, below === 'shell' ? below : 'init', depth);
  if (/^(?:gosu|su-exec)$/.test(baseName(name))) return follow(argv.slice(2), undefined, below, depth);
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
